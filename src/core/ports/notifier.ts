// Notifier: the word to the service manager (sd_notify of systemd).

/** Contract. Never fails and never waits: without a service manager the words go nowhere. */
export interface Notifier {
  /** How often `alive` must be called, in milliseconds; undefined when nobody watches. */
  readonly watchdogMs: number | undefined;
  ready(): void;
  alive(): void;
  /** One line for `systemctl status`. */
  status(text: string): void;
  stopping(): void;
}
