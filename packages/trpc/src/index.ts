export type { TrpcContext } from "./context.ts";
export { handleTrpcRequest } from "./handle-request.ts";
export { type AppRouter, appRouter, createCaller, type RouterInputs, type RouterOutputs } from "./router.ts";
export type { ChangeBatch } from "./routers/live.ts";
export type { DomainErrorShape } from "./trpc.ts";
