// The few things that the pages do to the document.

/** The element with this id; the pages own their ids, so it is there. */
export const byId = (id) => document.getElementById(id);

/** Sets the text of an element only when it differs: screen readers and layout stay quiet. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** An element with attributes and children; text children are strings. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A colour of style.css by the name of its variable, as it is in the present scheme. */
export const colour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export const prefersCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
