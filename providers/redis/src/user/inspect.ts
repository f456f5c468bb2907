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
  /** Patterns of keys to read and write, and of those to read alone. */
  keys: string[];
  readKeys: string[];
  channels: string[];
  /** Further rights, which no config gives: keys that it may only write, and selectors as the server writes them. */
  more: string[];
}

/** Looks a user up; null if there is none of that name. */
export async function inspectUser(session: Session, name: string): Promise<ExistingUser | null> {
  const reply = await session.command("ACL", "GETUSER", name);
  if (!Array.isArray(reply)) return null;
  const fields = new Map<unknown, unknown>();
  for (let index = 0; index + 1 < reply.length; index += 2) fields.set(reply[index], reply[index + 1]);
  const flags = words(fields.get("flags"));
  const { keys, readKeys, others } = sortKeys(rules(fields.get("keys"), "~"));
  return {
    enabled: flags.includes("on"),
    nopass: flags.includes("nopass"),
    passwords: words(fields.get("passwords")),
    commands: words(fields.get("commands")).join(" "),
    keys,
    readKeys,
    channels: rules(fields.get("channels"), "&").map((rule) => rule.slice(1)),
    more: [...others, ...selectors(fields.get("selectors"))],
  };
}

/** Rules for its keys: `~shop:* %R~shared:*`. */
export function keyRules({ keys, readKeys }: Pick<ExistingUser, "keys" | "readKeys">): string {
  return [...keys.map((key) => `~${key}`), ...readKeys.map((key) => `%R~${key}`)].sort().join(" ");
}

/** Rules for its channels: `&news`. */
export function channelRules({ channels }: Pick<ExistingUser, "channels">): string {
  return channels.map((channel) => `&${channel}`).join(" ");
}

function words(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" && value !== "" ? value.split(" ") : [];
}

/** Redis 6 answers a list of patterns, 7 one text of rules, in the order they were set. */
function rules(value: unknown, sign: string): string[] {
  const written = Array.isArray(value) ? value.map((pattern) => `${sign}${pattern}`) : words(value);
  return written.sort();
}

function sortKeys(written: readonly string[]): { keys: string[]; readKeys: string[]; others: string[] } {
  const [whole, read] = ["~", "%R~"];
  const below = (sign: string) =>
    written.filter((rule) => rule.startsWith(sign)).map((rule) => rule.slice(sign.length));
  const others = below("%W~").map((pattern) => `write only: ${pattern}`);
  return { keys: below(whole), readKeys: below(read), others };
}

/** Since Redis 7 a user may have further sets of rights, each a list of its fields. */
function selectors(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.map(
    (selector) =>
      `(${words(selector)
        .filter((_, index) => index % 2 === 1 && selector[index] !== "")
        .join(" ")})`,
  );
}
