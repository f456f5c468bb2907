import { z } from "zod";
import { type GivenHandling, HANDLING_WORDS, type Handling } from "./handling.ts";

/** How many places of a config may be ignored, and how long the name of each may be. */
const MAX_IGNORED = 64;
const MAX_PATH_LENGTH = 512;

const members = {
  mode: z.enum(HANDLING_WORDS.mode).describe("`observe`: it is only read, never changed or deleted"),
  on_delete: z.enum(HANDLING_WORDS.on_delete).describe("`keep`: a deletion forgets it and leaves the real thing"),
  ignore: z
    .array(z.string().min(1).max(MAX_PATH_LENGTH))
    .max(MAX_IGNORED)
    .describe("Paths of the config, `*` for one level: where only these differ, nothing is sent, and it is no drift"),
  drift: z.enum(HANDLING_WORDS.drift).describe("What is done about drift: shown, repaired, or not looked for"),
  paused: z.boolean().describe("Nothing of it is handed to its provider, a deletion included"),
};

/** Handling in answers: complete. */
export const shownHandlingSchema: z.ZodType<Handling> = z.object(members);

/** Handling as clients give it: what is left out has its default, what is unknown is refused. */
export const givenHandlingSchema: z.ZodType<GivenHandling> = z.strictObject({
  mode: members.mode.exactOptional(),
  on_delete: members.on_delete.exactOptional(),
  ignore: members.ignore.exactOptional(),
  drift: members.drift.exactOptional(),
  paused: members.paused.exactOptional(),
});
