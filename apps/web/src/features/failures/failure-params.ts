import { parseAsString } from "nuqs";

/** The parameters of the page's URL. */
export const failureParams = {
  provider: parseAsString,
  q: parseAsString.withDefault(""),
  /** Of a group of failures with the same error. */
  kind: parseAsString,
  /** Id of the opened event. */
  event: parseAsString,
};
