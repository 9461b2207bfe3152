// Parts of undici that have no types of their own: src/connectors/undici.ts says what they are.
declare module "undici/lib/api/api-request.js" {
  const request: unknown
  export default request
}
declare module "undici/lib/dispatcher/agent.js" {
  const agent: unknown
  export default agent
}
declare module "undici/lib/dispatcher/dispatcher.js" {
  const dispatcher: unknown
  export default dispatcher
}
