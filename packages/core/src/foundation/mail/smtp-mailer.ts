import { createTransport } from "nodemailer";

/** A plain-text mail. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Hands mails over for delivery. */
export interface Mailer {
  /** @throws Error if the mail was not accepted */
  send(mail: Mail): Promise<void>;
}

/** Short, since somebody waits with a page open. */
const TIMEOUT_MS = 10_000;

/**
 * Sends by SMTP: `smtp://user:password@host:587`, with TLS if the server offers it, or `smtps://` with TLS throughout.
 *
 * @param from the sender, such as `Pragma <pragma@example.com>`
 */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(
    { url, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
    { from },
  );
  return {
    async send(mail) {
      // The address was validated as one address; passed as an object it cannot be parsed as several.
      await transport.sendMail({ ...mail, to: { name: "", address: mail.to } });
    },
  };
}
