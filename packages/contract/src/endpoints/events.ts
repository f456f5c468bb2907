import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const streamEvents = defineEndpoint({
  id: "streamEvents",
  method: "GET",
  path: "/events/stream",
  access: "resources:read",
  tags: ["Events"],
  summary: "Follow state changes",
  description:
    "Server-sent events of the organization, `event: state_change`, each a StateChange. At least once, in order per resource. " +
    "`Last-Event-ID` resumes; an unknown or expired one gives `event: reset` first: read the state anew. A heartbeat comes every 15 s. " +
    "At most 50 streams a token.",
  headers: ["Last-Event-ID"],
  responses: { 200: { description: "The stream", contentType: "text/event-stream", schema: z.string() } },
});
