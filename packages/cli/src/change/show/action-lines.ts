import { isFailedAction } from "@pragma/contract/change-values";
import { ACTION_KINDS, actionSign } from "@pragma/contract/count-words";
import type { Change, ChangeAction } from "@pragma/sdk";
import { issueText } from "../../manifest/place-of.ts";
import { oneLine } from "../../output/printable.ts";
import { actionName } from "./action-name.ts";
import { fieldLines } from "./field-lines.ts";
import type { PlanLine } from "./plan-line.ts";

/** Secrets of one resource that are named. */
const MOST_PATHS = 5;

/** Where something said about a document stands: `shop.yaml:12:3`; null if nobody knows. */
export type PlaceOf = (loc: readonly (string | number)[]) => string | null;

/** Options for showing an action. */
export interface ActionView {
  change: Pick<Change, "set" | "status">;
  /** Names of resources of the change by id, as people write them. */
  nameOf: (id: string) => string;
  placeOf: PlaceOf;
  /** Without the fields of what is created: of very many they would hide all else. */
  brief?: boolean;
}

/** Lines of a change's action on one resource: its line, then why, and what is changed, refused or doubtful. */
export function actionLines(action: ChangeAction, view: ActionView): PlanLine[] {
  const name = oneLine(actionName(action));
  const head: PlanLine = { sign: actionSign(action.action), depth: 0, text: `${name}${reasonText(action, view)}` };
  return [
    head,
    ...issueLines(action, view),
    ...stateLines(action),
    ...changeLines(action, view),
    ...warningLines(action),
  ];
}

function reasonText({ action, because, changes }: ChangeAction, { change, nameOf }: ActionView): string {
  const from = because.from === undefined ? null : oneLine(nameOf(because.from));
  if (action === "follow") return from === null ? "  follows" : `  follows ${from}`;
  if (action === "stage") return "  is stored as a draft";
  if (action === "refuse") return "  is refused";
  if (action === "uncompared") return changes.length === 0 ? "  is as declared" : `  not compared: ${pathsOf(changes)}`;
  if (!isKnown(action)) return `  ${oneLine(action)}`;
  if (action === "replace") return from === null ? "  is replaced" : `  follows ${from}, and is replaced`;
  return action === "delete" ? deletionReason(because, from, change.set) : writeReason(action, because, changes);
}

function writeReason(action: string, { kind }: ChangeAction["because"], changes: ChangeAction["changes"]): string {
  if (action === "adopt") return `  is taken over${changes.length === 0 ? " as it is: nothing is sent" : ""}`;
  if (action !== "update" || changes.length > 0) return "";
  return kind === "drift" ? "  is sent once more" : "  is as declared: carried out until it is ready";
}

function deletionReason(because: ChangeAction["because"], from: string | null, set: string | null): string {
  if (because.kind === "set") return `  is not declared${set === null ? "" : ` in the set ${oneLine(set)}`}`;
  if (because.kind === "owner" && from !== null) return `  is owned by ${from}`;
  return because.kind === "dependent" && from !== null ? `  depends on ${from}` : "";
}

function isKnown(action: string): boolean {
  return ACTION_KINDS.some(({ kind }) => kind === action);
}

function pathsOf(changes: ChangeAction["changes"]): string {
  const shown = changes.slice(0, MOST_PATHS).map(({ path }) => oneLine(path));
  const more = changes.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}`;
}

function issueLines({ issues }: ChangeAction, { placeOf }: ActionView): PlanLine[] {
  return issues.map((issue) => {
    const place = placeOf(issue.loc);
    const text = issueText(issue);
    return { sign: "", depth: 1, text: place === null ? text : `${oneLine(place)}: ${text}` };
  });
}

/** Only what is not as planned. */
function stateLines(action: ChangeAction): PlanLine[] {
  const { state, error, attempts = 0 } = action;
  if (state === undefined || state === "succeeded") return [];
  if (!isFailedAction(action)) return [{ sign: "", depth: 1, text: state }];
  const tries = attempts > 1 ? ` after ${attempts} attempts` : "";
  return [{ sign: "!", depth: 1, text: oneLine(`failed${tries}${error ? `: ${error}` : ""}`) }];
}

function changeLines({ action, changes }: ChangeAction, { brief }: ActionView): PlanLine[] {
  if (action === "delete" || action === "refuse" || action === "uncompared") return [];
  if (!brief || action !== "create") return fieldLines(changes, action === "create");
  return [];
}

function warningLines({ warnings }: ChangeAction): PlanLine[] {
  return warnings.map((warning) => ({ sign: "", depth: 1, text: `warning: ${oneLine(warning)}` }));
}
