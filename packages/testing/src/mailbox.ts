import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A received mail. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: string[];
  /** Headers and body, decoded. */
  readonly source: string;
}

/** An SMTP server that accepts and keeps every mail. */
export interface Mailbox {
  /** For `PRAGMA_SMTP_URL`. */
  readonly url: string;
  readonly mails: ReceivedMail[];
  /** Refuses further mails, like a full mailbox. */
  refusing: boolean;
  stop(): Promise<void>;
}

export async function startMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, { envelope }, done) => {
      text(stream).then((raw) => {
        if (mailbox.refusing) return done(Object.assign(new Error("The mailbox is full"), { responseCode: 452 }));
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), source: decode(raw) });
        done();
      }, done);
    },
  });
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const mailbox: Mailbox = {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    mails,
    refusing: false,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailbox;
}

/** Quoted-printable breaks long lines (RFC 2045, 6.7). */
function decode(raw: string): string {
  if (!/^content-transfer-encoding: quoted-printable/im.test(raw)) return raw;
  return raw
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
