import type { NewAction } from "@pragma/db/queries";
import { newId } from "../../foundation/common/new-id.ts";
import { type DecidedAction, type DecidedChange, joinedAction } from "../decide/decision.ts";
import { issueForAll } from "./issue-for-all.ts";
import { IDLE_SNAPSHOT } from "./snapshot.ts";
import { type BegunWrite, endsAtOnce } from "./write-change.ts";

/** The actions of a decided change as they are stored; with how they began if it is applied. */
export function storedActions(
  decided: DecidedChange,
  begun: ReadonlyMap<string, BegunWrite> | null = null,
): NewAction[] {
  const actions = begun === null ? decided.actions : [...decided.actions, ...joinedSince(decided, begun)];
  const documents = new Map(decided.documents.map((document) => [document.key, document]));
  return actions.map(({ key, document, action, because, changes, issues, warnings, wave }) => ({
    id: newId(),
    key,
    document,
    action,
    because: JSON.stringify(because),
    changes: JSON.stringify(changes),
    issues: JSON.stringify(issues.map((issue) => issueForAll(issue, documents.get(key)))),
    warnings: JSON.stringify(warnings),
    wave,
    ...(begun === null ? NOT_BEGUN : beginning(action, begun.get(key))),
  }));
}

/** Actions of documents that were found settled, and that await an event now that they are locked. */
function joinedSince({ actions, documents }: DecidedChange, begun: ReadonlyMap<string, BegunWrite>): DecidedAction[] {
  const known = new Set(actions.map(({ key }) => key));
  return documents
    .filter(({ key }) => begun.has(key) && !known.has(key))
    .map((document) => {
      const { key, id, index } = document;
      const because = { kind: "declared" as const };
      return {
        key,
        id,
        document: index,
        action: joinedAction(document),
        because,
        changes: [],
        issues: [],
        warnings: [],
        wave: 0,
      };
    });
}

const NOT_BEGUN = { snapshot: null, state: null, eventId: null } as const;

/** A follower begins when it is reached; what no event carries out has ended with the change being written. */
function beginning(
  action: NewAction["action"],
  begun: BegunWrite = { eventId: null, snapshot: IDLE_SNAPSHOT },
): Pick<NewAction, "snapshot" | "state" | "eventId"> {
  const state = endsAtOnce(action, begun) ? "succeeded" : "open";
  return { ...begun, state };
}
