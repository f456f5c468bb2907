import { keyOfHandler } from "../key-of-handler.ts";
import { overlapsOf } from "../overlaps.ts";
import type { Check } from "../violation.ts";

/** No event begins before the handler of the previous one has ended or been ended. */
export const overlap: Check = {
  name: "overlap",
  promise: "a resource has one handler at a time",
  run: (facts) =>
    overlapsOf(facts)
      .filter(({ isExcused }) => !isExcused)
      .map(({ earlier, later }) => {
        const message = `${later.method} (handler ${later.number}) began while ${earlier.method} (handler ${earlier.number}) ran`;
        return { check: overlap.name, message, ...keyOfHandler(later), at: later.beganAt };
      }),
};
