// Its agent and what asks by it, not the whole package: fetch, caches, mocks and WebSockets are ten times the code, and who starts
// anew and again (a worker) would read them each time. Named by static imports: in the bundle a dynamic import of a CommonJS
// package has no named exports. Loaded lazily by http.ts.
import type { Dispatcher as ADispatcher, Agent as AnAgent } from "undici"
import request from "undici/lib/api/api-request.js"
import AgentAlone from "undici/lib/dispatcher/agent.js"
import DispatcherAlone from "undici/lib/dispatcher/dispatcher.js"

// As undici/index.js does it.
Object.assign((DispatcherAlone as typeof ADispatcher).prototype, { request })

export const Agent = AgentAlone as typeof AnAgent
