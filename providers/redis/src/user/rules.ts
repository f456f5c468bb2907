import { createHash } from "node:crypto";

/** A user as a config wants it. */
export interface WantedUser {
  name: string;
  password: string;
  enabled: boolean;
  /** Rules such as `+get`, `-@dangerous`, in the order they apply. */
  commands: readonly string[];
  /** Patterns of keys to read and write, and of those to read alone. */
  keys: readonly string[];
  readKeys: readonly string[];
  channels: readonly string[];
}

/** The hash that Redis keeps of a password: SHA-256, in hexadecimal. Sent in its place, so that it is in no log. */
export function passwordHash(password: string): string {
  return createHash("sha256").update(password).digest("hex");
}

/** The rules of ACL SETUSER that make a user exactly this, whatever it was before. */
export function rulesOf(user: WantedUser): string[] {
  return [
    "reset",
    user.enabled ? "on" : "off",
    `#${passwordHash(user.password)}`,
    ...user.keys.map((pattern) => `~${pattern}`),
    ...user.readKeys.map((pattern) => `%R~${pattern}`),
    ...user.channels.map((pattern) => `&${pattern}`),
    ...user.commands,
  ];
}
