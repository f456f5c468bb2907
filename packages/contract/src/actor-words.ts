import type { Actor } from "./actor.ts";

/**
 * Who did it, by name or else by id, with the kind of actor where that is not a person: `Ada via the token deploys`, or
 * `token deploys` where it is not known whose that is.
 */
export function actorWords({ type, name, id, user }: Actor): string {
  const called = name ?? id;
  if (type === "token") return user ? `${user.name} via the token ${called}` : `token ${called}`;
  if (type === "resource") return `resource ${called}`;
  return called;
}
