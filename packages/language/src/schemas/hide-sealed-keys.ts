import type { Json, Path, ValidationIssue } from "../json/json.ts";
import { formatPath } from "../json/path.ts";
import { visiblePath } from "../secrets/visible-path.ts";
import type { Annotations } from "./marks.ts";

/**
 * An issue in a form for everybody who may see the resource: if it is about something inside a sealed value it names
 * only that value, since keys inside it are as secret as the rest. The sender of a value may see the issue as it is.
 *
 * @param prefix of the path in the issue's `loc`
 * @param value as stored: its envelopes hide their content, whatever the schema says
 */
export function hideSealedKeys(
  issue: ValidationIssue,
  prefix: Path,
  annotations: Annotations,
  value: Json,
): ValidationIssue {
  const path = issue.loc.slice(prefix.length);
  const shown = shownLength(path, annotations, value);
  if (shown === path.length) return issue;
  const loc = [...prefix, ...path.slice(0, shown)];
  const name = formatPath([...prefix.slice(-1), ...path]);
  const place = formatPath(loc.slice(Math.max(0, prefix.length - 1)));
  const subject = [`The key ${name}`, name].find((start) => issue.msg.startsWith(start));
  if (subject !== undefined) {
    return { loc, msg: `A value in ${place}${issue.msg.slice(subject.length)}`, type: issue.type };
  }
  const tells = path.slice(shown).some((step) => issue.msg.includes(String(step)));
  return { loc, msg: tells ? `${place} holds something that is not allowed` : issue.msg, type: issue.type };
}

/** How many steps of the path lead to the outermost sealed value; all of them if there is none on the way. */
function shownLength(path: Path, annotations: Annotations, value: Json): number {
  const visible = visiblePath(value, path);
  let marks = annotations.root;
  for (const [index, step] of visible.entries()) {
    if (marks.sensitive) return index;
    marks = typeof step === "number" ? marks.item(step) : marks.property(step);
  }
  return visible.length;
}
