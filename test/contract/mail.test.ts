// Mail: the fake and nodemailer, which talks to an SMTP server on a real socket, keep one contract.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type FailureKind, failure } from '../../src/core/failure.ts';
import type { Mail } from '../../src/core/ports/mail.ts';
import { createMail } from '../../src/io/mail.ts';
import { createFakeMail } from '../fakes/mail.ts';
import { listenOn } from '../support/listen-on.ts';
import { openSmtpServer } from '../support/smtp.ts';

/** A client, a server behind it, and the ways in which that one can behave. */
interface Subject {
  readonly mail: Mail;
  readonly taken: () => readonly string[];
  refuse(how: 'now' | 'for ever'): void;
  hang(): void;
}

const message = { id: 'a1', to: 'owner@farm.test', subject: 'Hot', text: 'It is hot.' };
const patient = { timeoutMs: 20_000 };

const subjects: Readonly<Record<string, (t: TestContext) => Promise<Subject>>> = {
  fake: async () => {
    const mail = createFakeMail();
    return {
      mail,
      taken: () => mail.taken.map(({ to }) => to),
      refuse: (how) => mail.next(failure(how === 'now' ? 'busy' : 'invalid', 'no')),
      hang: () => mail.next('hang'),
    };
  },
  nodemailer: async (t) => {
    const server = await openSmtpServer(t);
    return {
      mail: mailTo(server.port),
      taken: () => server.received.flatMap(({ to }) => to),
      refuse: (how) => server.answer('RCPT', how === 'now' ? '450 later' : '550 nobody here'),
      hang: server.silence,
    };
  },
};

const mailTo = (port: number, more: object = {}): Mail =>
  createMail({
    host: '127.0.0.1',
    port,
    security: 'none',
    from: 'Holdfast <alerts@platform.test>',
    ...more,
  });

async function failsAs(sent: ReturnType<Mail['send']>, kind: FailureKind): Promise<void> {
  const result = await sent;
  assert.equal(!result.ok && result.failure.kind, kind, JSON.stringify(result));
}

for (const [name, open] of Object.entries(subjects)) {
  test(`${name}: a message that the server has taken is ok`, async (t) => {
    const { mail, taken } = await open(t);
    assert((await mail.send(message, patient)).ok);
    assert((await mail.send({ ...message, to: 'other@farm.test' }, patient)).ok);
    assert.deepEqual(taken(), ['owner@farm.test', 'other@farm.test']);
  });

  test(`${name}: a refusal for now is busy, one for ever is invalid`, async (t) => {
    const { mail, taken, refuse } = await open(t);
    refuse('now');
    await failsAs(mail.send(message, patient), 'busy');
    refuse('for ever');
    await failsAs(mail.send(message, patient), 'invalid');
    assert.deepEqual(taken(), []);
    assert((await mail.send(message, patient)).ok);
  });

  test(`${name}: a server that does not answer is a timeout`, async (t) => {
    const { mail, hang } = await open(t);
    hang();
    await failsAs(mail.send(message, { timeoutMs: 50 }), 'timeout');
  });

  test(`${name}: a cancelled message is closed, before and after it was sent`, async (t) => {
    const { mail, hang } = await open(t);
    hang();
    const abort = new AbortController();
    const sent = mail.send(message, { ...patient, signal: abort.signal });
    abort.abort();
    await failsAs(sent, 'closed');
    await failsAs(mail.send(message, { ...patient, signal: abort.signal }), 'closed');
  });
}

test('nodemailer: the message has its sender, its recipient, its subject and a stable Message-ID', async (t) => {
  const server = await openSmtpServer(t);
  await mailTo(server.port).send(message, patient);
  const [mail] = server.received;
  assert.equal(mail?.from, 'alerts@platform.test');
  assert.deepEqual(mail.to, ['owner@farm.test']);
  assert.match(mail.text, /^From: Holdfast <alerts@platform\.test>$/m);
  assert.match(mail.text, /^To: owner@farm\.test$/m);
  assert.match(mail.text, /^Subject: Hot$/m);
  assert.match(mail.text, /^Message-ID: <a1@platform\.test>$/m);
  assert.match(mail.text, /\n\nIt is hot\.$/m);
});

test('nodemailer: nobody behind the port is offline, a wrong password unauthorised', async (t) => {
  const server = await openSmtpServer(t);
  server.answer('EHLO', '250-test\r\n250 AUTH PLAIN');
  server.answer('AUTH', '535 wrong');
  const known = mailTo(server.port, { user: 'a', password: 'b' });
  await failsAs(known.send(message, patient), 'unauthorised');
  const gone = createServer();
  const port = await listenOn(t, gone);
  await new Promise((resolve) => gone.close(resolve));
  await failsAs(mailTo(port).send(message, patient), 'offline');
});

test('nodemailer: without the TLS that was asked for, nothing is said', async (t) => {
  const server = await openSmtpServer(t);
  for (const security of ['tls', 'starttls']) {
    await failsAs(mailTo(server.port, { security }).send(message, patient), 'tls');
  }
  assert.deepEqual(server.received, []);
});
