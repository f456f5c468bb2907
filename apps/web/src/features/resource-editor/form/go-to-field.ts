import type { Path } from "@pragma/contract";
import { fieldId } from "../manifest/problem.ts";

/** Focuses the field of a path, or its nearest ancestor, and expands the groups around it. */
export function goToField(path: Path): void {
  for (let length = path.length; length > 0; length--) {
    const control = document.getElementById(fieldId(path.slice(0, length)));
    if (!control) continue;
    for (let group = control.closest("details"); group; group = group.parentElement?.closest("details") ?? null) {
      group.open = true;
    }
    control.scrollIntoView({ block: "center" });
    control.focus();
    return;
  }
}
