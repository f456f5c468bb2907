import { parseAsString } from "nuqs";

/** The parameters of the page's URL. */
export const failureParams = {
  provider: parseAsString,
  q: parseAsString.withDefault(""),
  /** Id of the opened event. */
  event: parseAsString,
};
