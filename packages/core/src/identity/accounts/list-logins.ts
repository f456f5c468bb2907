import type { MyLogin } from "@pragma/contract";
import { listLogins as listRows } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** The browsers in which a person is signed in, most recently used first, at most 500. */
export async function listLogins(core: Core, login: Login): Promise<MyLogin[]> {
  const rows = await listRows(core.db, login.userId);
  return rows.map((row) => ({ ...row, current: row.id === login.id }));
}
