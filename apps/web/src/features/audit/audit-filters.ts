import { parseKey, resourceId } from "@pragma/contract";
import { createLoader, type inferParserType, parseAsString } from "nuqs/server";

/**
 * The filters of the log in the page's URL; times are ISO 8601 in UTC. `entry` is the id of one, with which the list begins:
 * so it is found however many there are by now, even of one moment.
 */
export const AUDIT_PARSERS = {
  q: parseAsString,
  actor: parseAsString,
  action: parseAsString,
  target: parseAsString,
  since: parseAsString,
  until: parseAsString,
  entry: parseAsString,
};

export type AuditFilters = inferParserType<typeof AUDIT_PARSERS>;
export type AuditFilterPatch = Partial<AuditFilters>;

/** Reads them from the address on the server. */
export const loadAuditFilters = createLoader(AUDIT_PARSERS);

export const NO_AUDIT_FILTERS: AuditFilters = {
  q: null,
  actor: null,
  action: null,
  target: null,
  since: null,
  until: null,
  entry: null,
};

export interface AuditInput {
  q?: string;
  actor?: string;
  action?: string;
  target?: string;
  since?: string;
  until?: string;
  from?: string;
  limit: number;
}

const PAGE_SIZE = 50;
const MAX_TEXT = 256;

/** The query to the server. Invalid times and ids in the URL are ignored, so that a bad link still shows something. */
export function auditInput({ q, actor, action, target, since, until, entry }: AuditFilters): AuditInput {
  return {
    ...text("q", idOf(q)),
    ...text("actor", actor),
    ...text("action", action),
    ...text("target", idOf(target)),
    ...time("since", since),
    ...time("until", until),
    ...(isEntryId(entry) ? { from: entry } : {}),
    limit: PAGE_SIZE,
  };
}

/** The log names resources by their ids, and people read, and look for, their keys. */
function idOf(value: string | null): string | null {
  const ref = value === null ? null : parseKey(value.trim());
  return ref ? resourceId(ref) : value;
}

/** Whether it may be the id of an entry. */
function isEntryId(entry: string | null): entry is string {
  return entry !== null && /^\d{1,18}$/.test(entry);
}

function text(name: keyof AuditFilters, value: string | null): Partial<AuditInput> {
  const trimmed = value?.trim().slice(0, MAX_TEXT);
  return trimmed ? { [name]: trimmed } : {};
}

function time(name: "since" | "until", value: string | null): Partial<AuditInput> {
  const moment = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(moment) ? {} : { [name]: new Date(moment).toISOString() };
}

export function isFiltered(filters: AuditFilters): boolean {
  return Object.keys(auditInput(filters)).length > 1;
}
