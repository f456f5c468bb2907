import { handlers } from "~/auth/index.ts";

export const { GET, POST } = handlers;
