export { type GracefulServer, graceful } from "./graceful-server.ts";
export { turnOnConnection } from "./turn-on-connection.ts";
