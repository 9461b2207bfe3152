// Named by a static import: in the bundle a dynamic import of a CommonJS package has no named exports. Loaded lazily by http.ts.
export { Agent, request } from "undici"
