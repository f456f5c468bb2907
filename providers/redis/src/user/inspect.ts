import type { Session } from "../server/session.ts";

/** A user as the server has it. */
export interface ExistingUser {
  enabled: boolean;
  /** SHA-256 of each of its passwords. */
  passwords: string[];
  /** Whether it needs none. */
  nopass: boolean;
  /** Commands that it may run, as the server writes it: `-@all +get`. */
  commands: string;
  /** Rules as the server writes them: `~shop:* %R~shared:*`. */
  keys: string;
  channels: string;
}

/** Looks a user up; null if there is none of that name. */
export async function inspectUser(session: Session, name: string): Promise<ExistingUser | null> {
  const reply = await session.command("ACL", "GETUSER", name);
  if (!Array.isArray(reply)) return null;
  const fields = new Map<unknown, unknown>();
  for (let index = 0; index + 1 < reply.length; index += 2) fields.set(reply[index], reply[index + 1]);
  const flags = words(fields.get("flags"));
  return {
    enabled: flags.includes("on"),
    nopass: flags.includes("nopass"),
    passwords: words(fields.get("passwords")),
    commands: words(fields.get("commands")).join(" "),
    keys: patterns(fields.get("keys"), "~"),
    channels: patterns(fields.get("channels"), "&"),
  };
}

function words(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" && value !== "" ? value.split(" ") : [];
}

/** Redis 6 answers a list of patterns, 7 one text of rules, in the order they were set. */
function patterns(value: unknown, sign: string): string {
  const rules = Array.isArray(value) ? value.map((pattern) => `${sign}${pattern}`) : words(value);
  return rules.sort().join(" ");
}
