import type { Actor } from "./actor.ts";

const SAYS_TOKEN = /\btoken$/i;

/**
 * Names an actor, by name or else by id, with the kind of actor where that is not a person: `Ada via the token deploys`, or
 * `token deploys` where it is not known whose that is. A name that says that it is a token is not told twice: `Ada via
 * Bootstrap token`.
 */
export function actorWords({ type, name, id, user }: Actor): string {
  const called = name ?? id;
  if (type === "token") {
    const saysSo = SAYS_TOKEN.test(called);
    if (!user) return saysSo ? called : `token ${called}`;
    return `${user.name} via ${saysSo ? called : `the token ${called}`}`;
  }
  if (type === "resource") return `resource ${called}`;
  return called;
}
