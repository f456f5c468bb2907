import { defineProvider } from "@pragma/sdk/provider";
import { note } from "./note.ts";

/** The keys are the types: what is `note` here is `my-provider/note` to whoever uses it. */
export default defineProvider({ resources: { note } });
