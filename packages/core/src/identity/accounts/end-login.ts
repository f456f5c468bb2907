import { deleteLogin, deleteLoginsOf } from "@pragma/db/administration";
import { validate as isUuid } from "uuid";
import type { Login } from "../../foundation/callers/login.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { endAllSessions } from "../access/sessions.ts";
import { auditLogin } from "./audit-login.ts";

/** Signs out, which also ends session tokens. Does nothing for a login that has ended. */
export async function endLogin(core: Core, login: Login): Promise<void> {
  await end(core, login, login.id);
}

/**
 * Signs out another browser of the same person, or this one.
 * @throws DomainError not_found, also for another person's login
 */
export async function endLoginById(core: Core, login: Login, id: string): Promise<void> {
  if (!isUuid(id) || !(await end(core, login, id))) throw notFound("Login");
}

function end(core: Core, login: Login, id: string): Promise<boolean> {
  return unitOfWork(core, async (unit) => {
    const { db } = unit;
    if (!(await deleteLogin(db, id, login.userId))) return false;
    // A session token does not say which login asked for it, so all end. Other browsers request new ones.
    await endAllSessions(unit, login.userId);
    await auditLogin(db, login, { action: "login.end", target: id, outcome: "success" });
    unit.callers.clear();
    return true;
  });
}

/** Signs out of every browser, including this one, and ends all session tokens. API tokens stay. */
export async function endEverywhere(core: Core, login: Login): Promise<void> {
  await unitOfWork(core, async (unit) => {
    const { db } = unit;
    const logins = await deleteLoginsOf(db, login.userId, null);
    await endAllSessions(unit, login.userId);
    await auditLogin(db, login, {
      action: "login.end_all",
      target: login.userId,
      outcome: "success",
      details: { logins },
    });
    unit.callers.clear();
  });
}
