export { type Mailer, smtpMailer } from "./smtp-mailer.ts";
