import type { Actor } from "./actor.ts";

/** Who did it, by name or else by id, with the kind of actor where that is not a person: `token deploys`. */
export function actorWords({ type, name, id }: Actor): string {
  const called = name ?? id;
  if (type === "token") return `token ${called}`;
  if (type === "resource") return `resource ${called}`;
  return called;
}
