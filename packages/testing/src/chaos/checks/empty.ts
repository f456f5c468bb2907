import type { Check } from "../violation.ts";

/** For the end of a run, when everything was deleted and nothing was made to fail. */
export const empty: Check = {
  name: "empty",
  promise: "what is deleted goes, with everything about it",
  run: ({ resources, deadLetters, edges }) => [
    ...resources.map(({ space, key, state, error }) => {
      const message = `it was deleted and does not go: it is ${state}${error === null ? "" : ` (${error})`}`;
      return { check: empty.name, message, space, key };
    }),
    ...deadLetters.map(({ space, key, eventId }) => {
      return { check: empty.name, message: `the dead letter ${eventId} outlives its resource`, space, key };
    }),
    ...edges.map(({ space, from, to, kind }) => {
      return { check: empty.name, message: `the edge ${kind} to ${to} outlives its resource`, space, key: from };
    }),
  ],
};
