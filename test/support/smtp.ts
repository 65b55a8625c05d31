// A small SMTP server on a real socket, for tests: it takes messages, or answers as told.

import { createServer } from 'node:net';
import type { TestContext } from 'node:test';
import { listenOn } from './listen-on.ts';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Head and body as they came. */
  readonly text: string;
}

export interface SmtpServer {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** Answers to the next commands of this name (`RCPT`, `DATA`, `.` for the end of a message) with this line. */
  answer(command: string, ...lines: string[]): void;
  /** From now on no command is answered. */
  silence(): void;
}

const usual: Readonly<Record<string, string>> = {
  EHLO: '250 test',
  AUTH: '235 welcome',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go ahead',
  '.': '250 taken',
  RSET: '250 ok',
  QUIT: '221 bye',
};

export async function openSmtpServer(t: TestContext): Promise<SmtpServer> {
  const received: ReceivedMail[] = [];
  const told = new Map<string, string[]>();
  let silent = false;
  const server = createServer((socket) => {
    const talk = conversation((mail) => received.push(mail));
    let rest = '';
    const say = (line: string) => socket.writable && socket.write(`${line}\r\n`);
    say('220 test ESMTP');
    socket.on('error', () => {});
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const command = talk.commandOf(line);
        if (command === undefined || silent) continue;
        const reply = told.get(command)?.shift() ?? usual[command] ?? '500 what?';
        talk.settle(command, line, reply);
        say(reply);
        if (command === 'QUIT') socket.end();
      }
    });
  });
  const port = await listenOn(t, server);
  return {
    port,
    received,
    answer: (command, ...lines) => void told.set(command, [...(told.get(command) ?? []), ...lines]),
    silence: () => {
      silent = true;
    },
  };
}

/** What one client has said so far. */
function conversation(take: (mail: ReceivedMail) => void) {
  let from = '';
  let to: string[] = [];
  let body: string[] | undefined;
  return {
    /** The command of a line; undefined for a line of a message. */
    commandOf(line: string): string | undefined {
      if (body && line !== '.') {
        body.push(line);
        return undefined;
      }
      return line === '.' ? line : line.split(' ')[0]?.toUpperCase();
    },
    settle(command: string, line: string, reply: string): void {
      const taken = /^[23]/.test(reply);
      if (command === '.') {
        if (taken) take({ from, to, text: (body ?? []).join('\n') });
        [from, to, body] = ['', [], undefined];
      } else if (!taken) return;
      else if (command === 'DATA') body = [];
      else if (command === 'MAIL') from = addressIn(line);
      else if (command === 'RCPT') to.push(addressIn(line));
    },
  };
}

const addressIn = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';
