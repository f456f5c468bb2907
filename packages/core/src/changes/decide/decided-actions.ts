import { parseKey, resourceId } from "@pragma/contract";
import type { OrganizationTypes } from "../../foundation/types/index.ts";
import type { ChangeRequest } from "../request/change-request.ts";
import type { DeletionDecision } from "./decide-deletions.ts";
import { type DecidedAction, type DecidedDocument, isNamed, joinedAction, joins } from "./decision.ts";
import type { Propagation } from "./follow.ts";
import type { Known } from "./identify.ts";

/** All that was decided of a change. */
export interface DecidedParts {
  whole: ChangeRequest;
  types: OrganizationTypes;
  documents: readonly DecidedDocument[];
  known: Known;
  decided: DeletionDecision;
  propagation: Propagation;
}

/** The actions of a change, one a resource, in no order. */
export function decidedActions(parts: DecidedParts): DecidedAction[] {
  const actions = [
    ...documentActions(parts),
    ...deletionActions(parts),
    ...detachActions(parts),
    ...followActions(parts),
  ];
  return [...actions, ...otherRefusals(actions, parts)];
}

const COMMON = { changes: [], issues: [], warnings: [], wave: 0 };

function documentActions({ documents, whole, propagation }: DecidedParts): DecidedAction[] {
  const followed = new Set(propagation.followers.map(({ key }) => key));
  return documents.flatMap((document): DecidedAction[] => {
    const { key, id, action, changes, issues, warnings } = document;
    const index = isNamed(document) ? null : document.index;
    if (joins(document)) {
      return [
        {
          ...COMMON,
          key,
          id,
          document: index,
          action: joinedAction(document),
          because: { kind: "declared" },
          warnings,
        },
      ];
    }
    if (action === "unchanged" || (action === "uncompared" && followed.has(key))) return [];
    const isMembershipAlone = changes.length > 0 && changes.every(({ path }) => path === "set");
    const declared = isMembershipAlone && whole.set !== null ? ("set" as const) : ("declared" as const);
    const because = { kind: document.drift ? ("drift" as const) : declared };
    return [{ key, id, document: index, action, because, changes, issues, warnings, wave: 0 }];
  });
}

/** Nothing of it is known to differ: if it uses what changes, it follows that. */
function isLeftAlone({ action }: DecidedDocument): boolean {
  return action === "unchanged" || action === "uncompared";
}

/** Refusals of resources that have no other action. */
function otherRefusals(actions: readonly DecidedAction[], { decided }: DecidedParts): DecidedAction[] {
  const shown = new Set(actions.map(({ key }) => key));
  return [...decided.issues]
    .filter(([key]) => !shown.has(key))
    .map(([key, issues]): DecidedAction => {
      const because = { kind: "declared" as const };
      return { ...COMMON, key, id: idOf(key), document: null, action: "refuse", because, issues };
    });
}

function deletionActions({ known, decided, documents }: DecidedParts): DecidedAction[] {
  const named = new Set(documents.map(({ key }) => key));
  const { deletions, roots, issues } = decided;
  const targets = new Map(known.deletions.map((deletion) => [deletion.key, deletion]));
  const found: DecidedAction[] = [];
  const all = new Map([...deletions.members, ...deletions.joined]);
  for (const [key, row] of all) {
    if (named.has(key)) continue;
    const root = roots.get(key);
    const own = issues.get(key) ?? [];
    const because = root?.because
      ? { kind: root.because.kind, from: all.get(root.because.from)?.id ?? idOf(root.because.from) }
      : { kind: targets.get(key)?.pruned ? ("set" as const) : ("declared" as const) };
    const isForgotten = row.leaves_thing || deletions.orphans.has(root?.target ?? key);
    const warnings = isForgotten ? ["Forgotten only: the real object stays"] : [];
    const action = own.length > 0 ? ("refuse" as const) : ("delete" as const);
    found.push({ ...COMMON, key, id: row.id, document: null, action, because, issues: own, warnings });
  }
  for (const key of known.absent) {
    if (named.has(key) || issues.has(key)) continue;
    const warnings = [`${key} does not exist: there is nothing to delete`];
    found.push({
      ...COMMON,
      key,
      id: idOf(key),
      document: null,
      action: "delete",
      because: { kind: "declared" },
      warnings,
    });
  }
  return found;
}

function detachActions({ decided, documents }: DecidedParts): DecidedAction[] {
  const { deletions, edges } = decided;
  const named = new Set(documents.map(({ key }) => key));
  const edgesFrom = Map.groupBy(edges, ({ from_key }) => from_key);
  return deletions.detached
    .filter(({ key }) => !named.has(key))
    .map((row): DecidedAction => {
      const lost = edgesFrom.get(row.key)?.find(({ to_key }) => deletions.members.has(to_key));
      const from = deletions.members.get(lost?.to_key ?? "")?.id;
      const because = { kind: "dependent" as const, ...(from ? { from } : {}) };
      return { ...COMMON, key: row.key, id: row.id, document: null, action: "update", because };
    });
}

function followActions({ documents, propagation, decided }: DecidedParts): DecidedAction[] {
  const acted = new Set([
    ...documents.filter((document) => !isLeftAlone(document) || joins(document)).map(({ key }) => key),
    ...decided.deletions.members.keys(),
    ...decided.deletions.joined.keys(),
    ...decided.deletions.detached.map(({ key }) => key),
  ]);
  const byKey = new Map(documents.map((document) => [document.key, document]));
  return propagation.followers
    .filter(({ key }) => !acted.has(key))
    .map(({ key, id, from, path, changes: found, warnings, replaces }): DecidedAction => {
      const because = { kind: "propagated" as const, from: idOf(from), ...(path === undefined ? {} : { path }) };
      const { index: document = null, changes: uncompared = [] } = byKey.get(key) ?? {};
      const paths = new Set(found.map((change) => change.path));
      const changes = [...found, ...uncompared.filter((change) => !paths.has(change.path))];
      const action = replaces ? ("replace" as const) : ("follow" as const);
      return { ...COMMON, key, id, document, action, because, changes, warnings };
    });
}

function idOf(key: string): string {
  const ref = parseKey(key);
  return ref ? resourceId(ref) : key;
}
