import type { ExternalToast } from "sonner";
import { loadPart } from "./load-part.ts";

/** Loaded after the page: no message is shown before somebody has done something. */
const say = (tone: "success" | "error") => (text: string, options?: ExternalToast) => {
  void loadPart(() => import("sonner")).then(({ toast }) => toast[tone](text, options));
};

/** Short messages about what was done, or could not be. `Toasts` shows them. */
export const toast = { success: say("success"), error: say("error") };
