import { createHmac } from "node:crypto";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Keyring } from "../../foundation/secrets/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { type DecidedChange, joins } from "../decide/decision.ts";

const PURPOSE = "pragma change preview v1";

/**
 * A keyed hash of a decision's basis and result: with a plain one, whoever has it could guess the secrets of the documents.
 * Warnings are no part of it, nor is what providers said of updates, which shows in the actions, nor what is in flight, nor the versions of rows of which it changes nothing: all of them move by
 * themselves.
 */
export function basisToken({ services }: Core, organizationId: string, decided: DecidedChange): string {
  const [key] = services.keyring.deriveKeys(PURPOSE);
  return mac(key as Buffer, organizationId, decided);
}

/**
 * Compares a decision with the one that somebody has seen.
 * @param basis undefined if nobody has seen one
 * @throws DomainError stale_preview if it is another one
 */
export function refuseOtherBasis(
  { services }: Core,
  organizationId: string,
  decided: DecidedChange,
  basis: string | undefined,
): void {
  if (basis === undefined || matches(services.keyring, organizationId, decided, basis)) return;
  throw new DomainError("stale_preview", "The change is no longer what its preview showed: look at a new one");
}

/** Whichever key it was made with. */
function matches(keyring: Keyring, organizationId: string, decided: DecidedChange, basis: string): boolean {
  return keyring.deriveKeys(PURPOSE).some((key) => mac(key, organizationId, decided) === basis);
}

function mac(key: Buffer, organizationId: string, { request, basis, actions, documents }: DecidedChange): string {
  const { message: _, source: __, foreseen: ___, ...asked } = request;
  const joining = new Set(documents.filter(joins).map((document) => document.key));
  const own = actions.filter((action) => !joining.has(action.key));
  const shown = own.map((action) => [action.key, action.action, action.because, action.changes, action.issues]);
  const seen = [organizationId, asked, sorted(basis), shown.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))];
  return createHmac("sha256", key).update(JSON.stringify(seen)).digest("base64url");
}

/** Maps by key, since they are filled in the order in which things are read. */
function sorted(basis: object): unknown {
  return Object.entries(basis)
    .map(([name, facts]) => [name, Array.isArray(facts) ? facts.toSorted() : Object.entries(facts).sort()])
    .sort();
}
