import type { Actor } from "@pragma/contract";

/** A person as the audit log names them. */
export function userActor(user: { id: string; name: string | null; email: string }): Actor {
  return { type: "user", id: user.id, name: user.name ?? user.email };
}
