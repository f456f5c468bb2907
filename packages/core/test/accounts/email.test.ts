import { randomUUID } from "node:crypto";
import { proveEmail } from "@pragma/db/administration";
import { type Mailbox, startMailbox } from "@pragma/testing/mailbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Login } from "../../src/foundation/callers/index.ts";
import { smtpMailer } from "../../src/foundation/mail/index.ts";
import { Core } from "../../src/foundation/unit-of-work/core.ts";
import {
  awaitedEmail,
  completeSetup,
  confirmEmail,
  requestEmail,
  signInWithOAuth,
  updateProfile,
  withdrawEmail,
} from "../../src/identity/accounts/index.ts";
import { acceptInvitation, createInvitation } from "../../src/identity/invitations/index.ts";
import { givePassword, memberOf, PASSWORD, signIn, whoIs } from "../support/login.ts";
import { addMember, type Member } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

const META = { correlationId: "request-1", address: "192.0.2.1" };

let world: World;
let mailbox: Mailbox;
/** The same installation with a mail server. */
let core: Core;
let ann: Member;
let login: Login;
let secret: string;

beforeAll(async () => {
  [world, mailbox] = await Promise.all([createWorld(), startMailbox()]);
  const mailer = smtpMailer(mailbox.url, "Pragma <pragma@example.com>");
  core = Core.over({ ...world.core.services, mailer }, world.core.db);
});

beforeEach(async () => {
  ann = await addMember(world, "owner");
  await givePassword(world, ann.userId);
  ({ login, secret } = await signIn(world, ann.userId));
  mailbox.mails.length = 0;
  mailbox.refusing = false;
});

afterAll(async () => {
  await world.close();
  await mailbox.stop();
});

const somewhere = () => `${randomUUID()}@example.com`;
const me = () => whoIs(world.core, secret);
const ask = (email: string) => updateProfile(core, login, { name: "Ann", email, password: PASSWORD });

/** The token of the link in the newest mail. */
function linked(): string {
  const [, token] = /\/account\/email\/([\w-]+)/.exec(mailbox.mails.at(-1)?.source ?? "") ?? [];
  if (token === undefined) throw new Error("There is no link");
  return token;
}

describe("with a mail server", () => {
  it("another address waits for the link sent to it, and is confirmed by it", async () => {
    const email = somewhere();
    expect(await ask(email)).toEqual({ awaited: { email, by: "link" } });
    expect(mailbox.mails).toMatchObject([{ from: "pragma@example.com", to: [email] }]);
    expect(await me()).toMatchObject({ email: ann.email, emailProven: false });
    expect(await awaitedEmail(core, login)).toMatchObject({ email, by: "link" });
    expect(await world.tablesHolding(linked())).toEqual([]);

    expect(await confirmEmail(core, login, linked())).toEqual({ email });
    expect(await me()).toMatchObject({ email, emailProven: true });
    expect(await awaitedEmail(core, login)).toBeNull();
    await expect(confirmEmail(core, login, linked())).rejects.toMatchObject({ code: "not_found" });
    const audited = `action LIKE 'account.email%' AND target = '${ann.userId}'`;
    expect(await world.count("audit_entries", audited)).toBe(2);
  });

  it("one's own address is confirmed the same way", async () => {
    await requestEmail(core, login, ann.email);
    await confirmEmail(core, login, linked());
    expect(await me()).toMatchObject({ email: ann.email, emailProven: true });
  });

  it("a link proves nothing for an account that did not ask, whoever opens it", async () => {
    const [email, ben] = [somewhere(), await addMember(world, "owner")];
    await ask(email);
    const other = await signIn(world, ben.userId);
    await expect(confirmEmail(core, other.login, linked())).rejects.toMatchObject({ code: "not_found" });
    expect(await me()).toMatchObject({ email: ann.email });
  });

  it("the latest request counts, and none after a withdrawal or a day", async () => {
    await ask(somewhere());
    const first = linked();
    const email = somewhere();
    await ask(email);
    await expect(confirmEmail(core, login, first)).rejects.toMatchObject({ code: "not_found" });
    await withdrawEmail(core, login);
    await expect(confirmEmail(core, login, linked())).rejects.toMatchObject({ code: "not_found" });
    await ask(email);
    await world.pool.query("UPDATE email_confirmations SET expires_at = expires_at - interval '1 day'");
    await expect(confirmEmail(core, login, linked())).rejects.toMatchObject({ code: "not_found" });
    expect(await awaitedEmail(core, login)).toBeNull();
  });

  it("an address that somebody else has, or has by then, is not disclosed", async () => {
    const ben = await addMember(world, "member");
    await expect(ask(ben.email)).rejects.toMatchObject({ code: "conflict" });
    const email = somewhere();
    await ask(email);
    await proveEmail(core.db, ben.userId, email);
    await expect(confirmEmail(core, login, linked())).rejects.toMatchObject({ code: "conflict" });
    expect(await me()).toMatchObject({ email: ann.email, emailProven: false });
  });

  it("mails are limited by account and by address", async () => {
    for (let n = 0; n < 5; n++) await requestEmail(core, login, somewhere());
    await expect(requestEmail(core, login, somewhere())).rejects.toMatchObject({ code: "rate_limited" });
    const email = somewhere();
    for (let n = 0; n < 6; n++) {
      const { login: another } = await signIn(world, (await addMember(world, "member")).userId);
      const request = requestEmail(core, another, email);
      if (n < 5) await request;
      else await expect(request).rejects.toMatchObject({ code: "rate_limited" });
    }
    expect(mailbox.mails).toHaveLength(10);
  });

  it("a refused mail is reported, and an operator can confirm meanwhile", async () => {
    mailbox.refusing = true;
    const email = somewhere();
    await expect(ask(email)).rejects.toMatchObject({ code: "mail_failed" });
    expect(await awaitedEmail(core, login)).toMatchObject({ email });
  });

  it("an address cannot inject others", async () => {
    for (const email of ["a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com", "<a@example.com>"]) {
      await expect(ask(email)).rejects.toMatchObject({ code: "validation_failed" });
    }
    expect(mailbox.mails).toEqual([]);
  });
});

describe("a proven address", () => {
  const arrive = (email: string) =>
    signInWithOAuth(
      core,
      { provider: "oidc", providerAccountId: randomUUID(), email, emailVerified: true, name: null },
      META,
    );

  async function invite(email: string): Promise<string> {
    const owner = await signIn(world, (await addMember(world, "owner")).userId);
    return (await createInvitation(core, memberOf(owner.login), { role: "member", email })).token;
  }

  it("is what accounts elsewhere are linked by", async () => {
    await expect(arrive(ann.email)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("proven"),
    });
    await requestEmail(core, login, ann.email);
    await confirmEmail(core, login, linked());
    expect(await arrive(ann.email)).toEqual({ userId: ann.userId });
  });

  it("is what invitations for it are accepted by", async () => {
    const token = await invite(ann.email);
    await expect(acceptInvitation(core, token, { login }, META)).rejects.toMatchObject({ code: "conflict" });
    await requestEmail(core, login, ann.email);
    await confirmEmail(core, login, linked());
    await acceptInvitation(core, token, { login: await me() }, META);
    expect(await world.count("memberships", `user_id = '${ann.userId}'`)).toBe(2);
  });

  it("is that of the first account, whose operator typed it", async () => {
    const other = await createWorld();
    const input = {
      code: "CODE",
      email: "first@example.com",
      name: "Ann",
      password: PASSWORD,
      organizationName: "Acme",
    };
    const { userId } = await completeSetup(other.core, input, "CODE", META);
    expect((await signIn(other, userId)).login).toMatchObject({ emailProven: true, operator: true });
    await other.close();
  });
});
