import type { Path } from "@pragma/contract";
import { fieldId } from "../manifest/problem.ts";

/** Puts the focus on the field of a path, or on the nearest one above it, unfolding what it is in. */
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
