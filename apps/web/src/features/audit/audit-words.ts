import { type AuditAction, type AuditEntry, isAuditAction, type Json, type JsonObject } from "@pragma/contract";
import { checkIntervalWords } from "~/features/settings/check-interval-words.ts";
import { readableId } from "~/lib/readable-id.ts";
import { withArticle } from "~/lib/role-words.ts";

/** The predicate after the actor; `{}` is where the target is named. */
type Phrase = string | ((details: JsonObject) => string);

/** A new action has to have words here. Entries of earlier versions may lack details: each sentence does without. */
const PHRASES: Record<AuditAction, Phrase> = {
  "resource.apply": ({ change }) => `${APPLIED[String(change)] ?? "applied"} {}`,
  "resource.delete": "deleted {}",
  "resource.detach": "kept {}, with the values it had, when what they came from was deleted",
  "resource.orphan": "forgot {} and left the real object as it is",
  "resource.cancel": "cancelled the running operation of {}",
  "resource.discard": "discarded the draft of {}",
  "resource.retry": "retried {}",
  "resource.reveal": ({ values }) =>
    `revealed ${Array.isArray(values) ? count(values.length, "value") : "secrets"} of {}`,
  "secret.use": ({ used_by: user }) => `let ${user ? readableId(String(user)) : "a resource"} use {}`,
  "change.plan": "planned the change {}",
  "change.apply": "applied the change {}",
  "change.end": ({ running }) =>
    running === "cancel" ? "stopped the change {} and cancelled what was running" : "stopped the change {}",
  "change.discard": "discarded the plan {}",
  "dead_letter.retry": "retried {} after it had failed",
  "dead_letter.delete": "deleted the failure {}",
  "dead_letter.delete_all": ({ provider, count: deleted }) =>
    `deleted ${typeof deleted === "number" ? count(deleted, "failure") : "all failures"}${provider ? " of the provider {}" : ""}`,
  "file.delete": "deleted the file {}",
  "provider.push": ({ version }) => `pushed ${version ? `version ${version} of ` : ""}the provider {}`,
  "provider.deploy": ({ version, from, force }) =>
    `deployed ${version ? `version ${version} of ` : ""}the provider {}${from ? ` in place of ${from}` : ""}${force ? ", with force" : ""}`,
  "provider.delete": ({ resources_deleted: deleted }) =>
    `deleted the provider {}${typeof deleted === "number" && deleted > 0 ? ` and ${count(deleted, "resource")}` : ""}`,
  "provider.deleted": "removed the provider {} after its last resource was gone",
  "token.create": "created the token {}",
  "token.revoke": ({ by }) =>
    by === "replay" ? "revoked the token {} because its login code was used twice" : "revoked the token {}",
  "member.join": ({ role }) => `joined the organization${as(role)}`,
  "member.role": ({ role, former }) => `changed the role of {}${fromTo(former, role)}`,
  "member.remove": "removed {} from the organization",
  "member.leave": "left the organization",
  "invitation.create": ({ role, email }) =>
    email ? `invited {}${as(role)}` : `created an invitation to join${as(role)}`,
  "invitation.revoke": ({ role, email }) =>
    email ? "revoked the invitation of {}" : `revoked an invitation to join${as(role)}`,
  "organization.create": ({ name }) => (name ? "created the organization {}" : "created this organization"),
  "organization.limit": ({ limit, before, after }) =>
    `changed the limit of ${limit ?? "something"} of {} from ${before ?? "the default"} to ${after ?? "the default"}`,
  "organization.push_grant": ({ may_push: may }) =>
    may === false ? "took from {} the right to push providers" : "gave {} the right to push providers",
  "organization.rename": ({ name, former }) => `renamed the organization${fromTo(former, name)}`,
  "organization.settings": ({ check_every: every, former }) =>
    `changed how often resources are checked for drift${fromTo(intervalOf(former), intervalOf(every))}`,
  "organization.slug": ({ slug, former }) => `changed the organization's address${fromTo(former, slug)}`,
  "organization.transfer": "made {} the owner of the organization in their place",
  "login.start": ({ address }) => `signed in${address ? ` from ${address}` : ""}`,
  "login.end": "signed out of a browser",
  "login.end_all": ({ logins }) =>
    `signed out of ${typeof logins === "number" ? count(logins, "browser") : "every browser"}`,
  "account.claim": "gave the first account the address {}",
  "account.email": ({ by }) => (by === "operator" ? "confirmed the email {}" : "changed their email to {}"),
  "account.email_request": "asked to change their email to {}",
  "account.link": ({ provider }) => `linked ${provider ?? "another provider"} as a way to sign in`,
  "account.operator": ({ operator }) => (operator === false ? "made {} an ordinary account" : "made {} an operator"),
  "account.password": "changed their password",
  "account.update": ({ name, former }) => `changed their name${fromTo(former, name)}`,
  "setup.complete": "set up this installation",
  "view.share": "shared the view {}",
  "view.change": "changed the shared view {}",
  "view.unshare": "stopped sharing the view {}",
  "view.delete": "deleted the shared view {}",
};

const APPLIED: Record<string, string> = {
  CREATE: "created",
  UPDATE: "updated",
  stage: "saved a draft of",
  metadata: "changed tags or settings of",
};

/** An entry's action in words, around the name of its target. */
export interface ActionWords {
  before: string;
  /** The target is named between the two. */
  namesTarget: boolean;
  after: string;
}

/** The sentence of an entry without its actor; of an action that this version does not know, by the action's own name. */
export function actionWords({
  action,
  details,
  outcome,
}: Pick<AuditEntry, "action" | "details" | "outcome">): ActionWords {
  if (!isAuditAction(action)) return wordsOf(({ other }) => `did “${other}” to {}`, { other: action });
  const isRefusal = outcome === "denied" && action === "account.email";
  return wordsOf(isRefusal ? "refused the email {}" : PHRASES[action], details);
}

/** No text that the database keeps has this. */
const BRACES = "{\0}";

function wordsOf(phrase: Phrase, details: JsonObject): ActionWords {
  // Braces in a name are no place for the target.
  const told = Object.entries(details).map(([key, value]): [string, Json] => {
    return [key, typeof value === "string" ? value.replaceAll("{}", BRACES) : value];
  });
  const words = typeof phrase === "string" ? phrase : phrase(Object.fromEntries(told));
  const [before = "", after] = words.split("{}").map((part) => part.replaceAll(BRACES, "{}"));
  return { before, namesTarget: after !== undefined, after: after ?? "" };
}

/** Names a target that has no page: by the entry's details, or by its id. */
export function targetName({ action, target, details }: Pick<AuditEntry, "action" | "target" | "details">): string {
  const { name, email } = details;
  const called = action.startsWith("account.") ? email : (name ?? email);
  return typeof called === "string" && called !== "" ? called : target;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function as(role: unknown): string {
  return typeof role === "string" ? ` as ${withArticle(role)}` : "";
}

function intervalOf(seconds: Json | undefined): string | null {
  return typeof seconds === "number" || seconds === null ? checkIntervalWords(seconds) : null;
}

function fromTo(former: unknown, next: unknown): string {
  return `${former ? ` from ${former}` : ""}${next ? ` to ${next}` : ""}`;
}
