import type { Change, ChangeAction, ChangeSummary } from "@pragma/contract";
import type { ActionFact, ChangeFact } from "@pragma/testing/chaos";
import type pg from "pg";
import type { Organization } from "../stack/organization.ts";

/** The most that one answer holds. */
const PAGE = 1000;

/** All changes that were applied, as the API shows them, and what only the database tells of their actions. */
export async function readChanges(pool: pg.Pool, url: string, organization: Organization): Promise<ChangeFact[]> {
  const ids = await readIds(pool, organization, "applied_at IS NOT NULL");
  const facts: ChangeFact[] = [];
  for (const id of ids) facts.push(await readChange(pool, url, organization, id));
  return facts;
}

/** Those that are being carried out. */
export async function readWaitingChanges(
  pool: pg.Pool,
  url: string,
  organization: Organization,
): Promise<ChangeFact[]> {
  const ids = await readIds(pool, organization, "status = 'applying'");
  const facts: ChangeFact[] = [];
  for (const id of ids) facts.push(await readChange(pool, url, organization, id));
  return facts.filter(({ status }) => status === "applying");
}

async function readIds(pool: pg.Pool, { id }: Organization, condition: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM changes WHERE organization_id = $1 AND ${condition} ORDER BY id`,
    [id],
  );
  return rows.map((row) => row.id);
}

async function readChange(pool: pg.Pool, url: string, organization: Organization, id: string): Promise<ChangeFact> {
  const change = await read<Change>(url, organization, `/changes/${id}`);
  const actions = await read<ChangeAction[]>(url, organization, `/changes/${id}/actions?limit=${PAGE}`);
  const { rows } = await pool.query<{ id: string; open: boolean; over: boolean | null }>(
    `SELECT a.id, a.state = 'open' AS open, e.settled_at IS NOT NULL OR (a.event_id IS NOT NULL AND e.id IS NULL) AS over
     FROM change_actions a LEFT JOIN events e ON e.organization_id = a.organization_id AND e.id = a.event_id
     WHERE a.organization_id = $1 AND a.change_id = $2`,
    [organization.id, id],
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  return factOf(
    organization.space,
    change,
    (action): ActionFact => {
      const { open, over } = stored.get(action.id ?? "") ?? { open: false, over: null };
      return { ...shownOf(action), isOpen: open, isEventOver: action.event_id == null ? null : over };
    },
    actions,
  );
}

function factOf(
  space: string,
  { id, status, counts, ended_at, settled_at, blocked }: ChangeSummary,
  ofAction: (action: ChangeAction) => ActionFact,
  actions: readonly ChangeAction[],
): ChangeFact {
  return {
    ...{ space, id, status, counts: { ...counts }, isEnded: ended_at !== null, settledAt: settled_at },
    blocked: blocked.map(({ resource }) => resource),
    actions: actions.map(ofAction),
  };
}

function shownOf({
  resource,
  action,
  state,
  event_id,
  attempts,
  error,
  changes,
}: ChangeAction): Omit<ActionFact, "isOpen" | "isEventOver"> {
  const key = `${resource.provider}/${resource.resource}/${resource.name}`;
  return {
    ...{
      key,
      action,
      state: state ?? "none",
      eventId: event_id ?? null,
      attempts: attempts ?? 0,
      error: error ?? null,
      changes: changes.length,
    },
  };
}

async function read<Answer>(url: string, { token }: Organization, path: string): Promise<Answer> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${path} cannot be read: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
