import { findAwaited, findPresented } from "@pragma/db/queries";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { findUnserved, typeOfKey } from "../present/find-unserved.ts";
import { causeOf, type Kept } from "./root-cause.ts";

/** Looked at for one explanation. */
const MAX_AWAITED = 1000;

/**
 * A resource and all that it waits for, directly or not, as far as something keeps it: the nearest first.
 * @param id internal or friendly id
 * @returns `truncated` if it waits for more resources than are looked at
 * @throws DomainError not_found
 */
export async function findKept(
  core: Core,
  organizationId: string,
  id: string,
): Promise<{ kept: Kept[]; truncated: boolean }> {
  const tenant = core.db.tenant(organizationId);
  const start = await findPresented(tenant, id);
  if (!start) throw notFound("Resource");
  const rows = await findAwaited(tenant, start.key, MAX_AWAITED + 1);
  const absent = rows.filter((row) => row.lifecycle_state === null).map(({ key }) => key);
  const unserved = await findUnserved(core, organizationId, absent);
  const kept = rows.slice(0, MAX_AWAITED).flatMap((row) => {
    const cause = causeOf(row, (key) => unserved.has(typeOfKey(key)));
    return cause === null ? [] : [{ ...row, cause }];
  });
  return { kept, truncated: rows.length > MAX_AWAITED };
}
