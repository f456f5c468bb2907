import type { ExistingUser } from "./inspect.ts";
import { passwordHash, type WantedUser } from "./rules.ts";

/** Members of a user that the server has otherwise than wanted, as it has them; what is left out is as wanted. */
export interface Differences {
  /** Null: it needs none, or cannot log in with any. `other`: not by this one, or by further ones, too. */
  password?: "other" | null;
  enabled?: boolean;
  keys?: string[];
  readKeys?: string[];
  channels?: string[];
  /** As the server writes them. */
  commands?: string;
  /** Rights that no config gives. */
  more?: string[];
}

const ALL = "*";

/**
 * Compares a user with what is wanted.
 *
 * @param commands how the server wrote its commands when they were set; undefined if that is not known, and they are not compared. Empty
 *   of a user that is taken over: then as the config writes them.
 */
export function differences(existing: ExistingUser, wanted: WantedUser, commands: string | undefined): Differences {
  const keys = kept(wanted.keys);
  const readKeys = unique(wanted.readKeys).filter((key) => !keys.includes(key));
  const password = findPassword(existing, wanted.password);
  return {
    ...(password !== undefined && { password }),
    ...(existing.enabled !== wanted.enabled && { enabled: existing.enabled }),
    ...(!isSame(existing.keys, keys) && { keys: existing.keys }),
    ...(!isSame(existing.readKeys, readKeys) && { readKeys: existing.readKeys }),
    ...(!isSame(existing.channels, kept(wanted.channels)) && { channels: existing.channels }),
    ...(commands !== undefined && !hasCommands(existing, wanted, commands) && { commands: existing.commands }),
    ...(existing.more.length > 0 && { more: existing.more }),
  };
}

/**
 * A password that is there and is not the declared one: its hash tells no more. No config can declare it, so nobody takes it for a
 * password by accident.
 */
export function foundPassword(password: "other" | null): null {
  return password === null ? null : ({ differs: true } as never);
}

function hasCommands(existing: ExistingUser, wanted: WantedUser, written: string): boolean {
  return written === "" ? isSame(commandRules(existing.commands), wanted.commands) : existing.commands === written;
}

/** Commands as the server writes them, as rules of a config, which begins with none. */
export function commandRules(commands: string): string[] {
  const rules = commands.split(" ").filter((rule) => rule !== "");
  return rules[0] === "-@all" ? rules.slice(1) : rules;
}

function findPassword({ nopass, passwords }: ExistingUser, password: string): "other" | null | undefined {
  if (nopass || passwords.length === 0) return null;
  return passwords.length === 1 && passwords[0] === passwordHash(password) ? undefined : "other";
}

/** The server names each pattern once, and an all-embracing one alone. */
function kept(patterns: readonly string[]): string[] {
  return patterns.includes(ALL) ? [ALL] : unique(patterns);
}

function unique(patterns: readonly string[]): string[] {
  return [...new Set(patterns)].sort();
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((pattern, index) => pattern === other[index]);
}
