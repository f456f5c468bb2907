import { parseAsNumberLiteral } from "nuqs/server";
import { SPANS } from "./series-model.ts";

/** What the address of the page holds. */
export const overviewParams = {
  /** The span of the charts, in hours. */
  hours: parseAsNumberLiteral(SPANS).withDefault(24),
};
