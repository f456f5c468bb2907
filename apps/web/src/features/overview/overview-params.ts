import { parseAsNumberLiteral } from "nuqs/server";
import { SPANS } from "./series-model.ts";

/** The parameters of the page's URL. */
export const overviewParams = {
  /** The span of the charts, in hours. */
  hours: parseAsNumberLiteral(SPANS).withDefault(24),
};
