export { type GracefulServer, graceful } from "./graceful-server.ts";
