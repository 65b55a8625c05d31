// Journal: what the program says to its operator, one line an event.

export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Contract. `event` is a stable short phrase (`uplink online`, `store reopened`); what varies is in
 * the fields. Never a key: implementations redact 40 hex digits all the same.
 */
export interface Journal {
  debug(event: string, fields?: Fields): void;
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}
