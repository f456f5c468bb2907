import { parseAsString } from "nuqs";

/** What the address of the page holds. */
export const failureParams = {
  provider: parseAsString,
  q: parseAsString.withDefault(""),
  /** Id of the event that is opened. */
  event: parseAsString,
};
