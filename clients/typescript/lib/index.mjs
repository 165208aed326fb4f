// src/generated/core/bodySerializer.gen.ts
var jsonBodySerializer = {
  bodySerializer: (body) => JSON.stringify(body, (_key, value) => typeof value === "bigint" ? value.toString() : value)
};

// src/generated/core/params.gen.ts
var extraPrefixesMap = {
  $body_: "body",
  $headers_: "headers",
  $path_: "path",
  $query_: "query"
};
var extraPrefixes = Object.entries(extraPrefixesMap);
var buildKeyMap = (fields, map) => {
  if (!map) {
    map = /* @__PURE__ */ new Map();
  }
  for (const config of fields) {
    if ("in" in config) {
      if (config.key) {
        map.set(config.key, {
          in: config.in,
          map: config.map
        });
      }
    } else if ("key" in config) {
      map.set(config.key, {
        map: config.map
      });
    } else if (config.args) {
      buildKeyMap(config.args, map);
    }
  }
  return map;
};
var stripEmptySlots = (params) => {
  for (const [slot, value] of Object.entries(params)) {
    if (value && typeof value === "object" && !Array.isArray(value) && !Object.keys(value).length) {
      delete params[slot];
    }
  }
};
var buildClientParams = (args, fields) => {
  const params = {
    body: {},
    headers: {},
    path: {},
    query: {}
  };
  const map = buildKeyMap(fields);
  let config;
  for (const [index, arg] of args.entries()) {
    if (fields[index]) {
      config = fields[index];
    }
    if (!config) {
      continue;
    }
    if ("in" in config) {
      if (config.key) {
        const field = map.get(config.key);
        const name = field.map || config.key;
        if (field.in) {
          params[field.in][name] = arg;
        }
      } else {
        params.body = arg;
      }
    } else {
      for (const [key, value] of Object.entries(arg ?? {})) {
        const field = map.get(key);
        if (field) {
          if (field.in) {
            const name = field.map || key;
            params[field.in][name] = value;
          } else {
            params[field.map] = value;
          }
        } else {
          const extra = extraPrefixes.find(([prefix]) => key.startsWith(prefix));
          if (extra) {
            const [prefix, slot] = extra;
            params[slot][key.slice(prefix.length)] = value;
          } else if ("allowExtra" in config && config.allowExtra) {
            for (const [slot, allowed] of Object.entries(config.allowExtra)) {
              if (allowed) {
                params[slot][key] = value;
                break;
              }
            }
          }
        }
      }
    }
  }
  stripEmptySlots(params);
  return params;
};

// src/generated/core/serverSentEvents.gen.ts
var createSseClient = ({
  onRequest,
  onSseError,
  onSseEvent,
  responseTransformer,
  responseValidator,
  sseDefaultRetryDelay,
  sseMaxRetryAttempts,
  sseMaxRetryDelay,
  sseSleepFn,
  url,
  ...options
}) => {
  let lastEventId;
  const sleep = sseSleepFn ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const createStream = async function* () {
    let retryDelay = sseDefaultRetryDelay ?? 3e3;
    let attempt = 0;
    const signal = options.signal ?? new AbortController().signal;
    while (true) {
      if (signal.aborted) break;
      attempt++;
      const headers = options.headers instanceof Headers ? options.headers : new Headers(options.headers);
      if (lastEventId !== void 0) {
        headers.set("Last-Event-ID", lastEventId);
      }
      try {
        const requestInit = {
          redirect: "follow",
          ...options,
          body: options.serializedBody,
          headers,
          signal
        };
        let request = new Request(url, requestInit);
        if (onRequest) {
          request = await onRequest(url, requestInit);
        }
        const _fetch = options.fetch ?? globalThis.fetch;
        const response = await _fetch(request);
        if (!response.ok) throw new Error(`SSE failed: ${response.status} ${response.statusText}`);
        if (!response.body) throw new Error("No body in SSE response");
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        let buffer = "";
        const abortHandler = () => {
          try {
            reader.cancel();
          } catch {
          }
        };
        signal.addEventListener("abort", abortHandler);
        try {
          while (true) {
            const { done, value } = await reader.read();
            if (done) break;
            buffer += value;
            buffer = buffer.replace(/\r\n/g, "\n").replace(/\r/g, "\n");
            const chunks = buffer.split("\n\n");
            buffer = chunks.pop() ?? "";
            for (const chunk of chunks) {
              const lines = chunk.split("\n");
              const dataLines = [];
              let eventName;
              for (const line of lines) {
                if (line.startsWith("data:")) {
                  dataLines.push(line.replace(/^data:\s*/, ""));
                } else if (line.startsWith("event:")) {
                  eventName = line.replace(/^event:\s*/, "");
                } else if (line.startsWith("id:")) {
                  lastEventId = line.replace(/^id:\s*/, "");
                } else if (line.startsWith("retry:")) {
                  const parsed = Number.parseInt(line.replace(/^retry:\s*/, ""), 10);
                  if (!Number.isNaN(parsed)) {
                    retryDelay = parsed;
                  }
                }
              }
              let data;
              let parsedJson = false;
              if (dataLines.length) {
                const rawData = dataLines.join("\n");
                try {
                  data = JSON.parse(rawData);
                  parsedJson = true;
                } catch {
                  data = rawData;
                }
              }
              if (parsedJson) {
                if (responseValidator) {
                  await responseValidator(data);
                }
                if (responseTransformer) {
                  data = await responseTransformer(data);
                }
              }
              onSseEvent?.({
                data,
                event: eventName,
                id: lastEventId,
                retry: retryDelay
              });
              if (dataLines.length) {
                yield data;
              }
            }
          }
        } finally {
          signal.removeEventListener("abort", abortHandler);
          reader.releaseLock();
        }
        break;
      } catch (error) {
        onSseError?.(error);
        if (sseMaxRetryAttempts !== void 0 && attempt >= sseMaxRetryAttempts) {
          break;
        }
        const backoff = Math.min(retryDelay * 2 ** (attempt - 1), sseMaxRetryDelay ?? 3e4);
        await sleep(backoff);
      }
    }
  };
  const stream = createStream();
  return { stream };
};

// src/generated/core/pathSerializer.gen.ts
var separatorArrayExplode = (style) => {
  switch (style) {
    case "label":
      return ".";
    case "matrix":
      return ";";
    case "simple":
      return ",";
    default:
      return "&";
  }
};
var separatorArrayNoExplode = (style) => {
  switch (style) {
    case "form":
      return ",";
    case "pipeDelimited":
      return "|";
    case "spaceDelimited":
      return "%20";
    default:
      return ",";
  }
};
var separatorObjectExplode = (style) => {
  switch (style) {
    case "label":
      return ".";
    case "matrix":
      return ";";
    case "simple":
      return ",";
    default:
      return "&";
  }
};
var serializeArrayParam = ({
  allowReserved,
  explode,
  name,
  style,
  value
}) => {
  if (!explode) {
    const joinedValues2 = (allowReserved ? value : value.map((v) => encodeURIComponent(v))).join(separatorArrayNoExplode(style));
    switch (style) {
      case "label":
        return `.${joinedValues2}`;
      case "matrix":
        return `;${name}=${joinedValues2}`;
      case "simple":
        return joinedValues2;
      default:
        return `${name}=${joinedValues2}`;
    }
  }
  const separator = separatorArrayExplode(style);
  const joinedValues = value.map((v) => {
    if (style === "label" || style === "simple") {
      return allowReserved ? v : encodeURIComponent(v);
    }
    return serializePrimitiveParam({
      allowReserved,
      name,
      value: v
    });
  }).join(separator);
  return style === "label" || style === "matrix" ? separator + joinedValues : joinedValues;
};
var serializePrimitiveParam = ({
  allowReserved,
  name,
  value
}) => {
  if (value === void 0 || value === null) {
    return "";
  }
  if (typeof value === "object") {
    throw new Error(
      "Deeply-nested arrays/objects aren\u2019t supported. Provide your own `querySerializer()` to handle these."
    );
  }
  return `${name}=${allowReserved ? value : encodeURIComponent(value)}`;
};
var serializeObjectParam = ({
  allowReserved,
  explode,
  name,
  style,
  value,
  valueOnly
}) => {
  if (value instanceof Date) {
    return valueOnly ? value.toISOString() : `${name}=${value.toISOString()}`;
  }
  if (style !== "deepObject" && !explode) {
    let values = [];
    Object.entries(value).forEach(([key, v]) => {
      values = [...values, key, allowReserved ? v : encodeURIComponent(v)];
    });
    const joinedValues2 = values.join(",");
    switch (style) {
      case "form":
        return `${name}=${joinedValues2}`;
      case "label":
        return `.${joinedValues2}`;
      case "matrix":
        return `;${name}=${joinedValues2}`;
      default:
        return joinedValues2;
    }
  }
  const separator = separatorObjectExplode(style);
  const joinedValues = Object.entries(value).map(
    ([key, v]) => serializePrimitiveParam({
      allowReserved,
      name: style === "deepObject" ? `${name}[${key}]` : key,
      value: v
    })
  ).join(separator);
  return style === "label" || style === "matrix" ? separator + joinedValues : joinedValues;
};

// src/generated/core/utils.gen.ts
var PATH_PARAM_RE = /\{[^{}]+\}/g;
var defaultPathSerializer = ({ path, url: _url }) => {
  let url = _url;
  const matches = _url.match(PATH_PARAM_RE);
  if (matches) {
    for (const match of matches) {
      let explode = false;
      let name = match.substring(1, match.length - 1);
      let style = "simple";
      if (name.endsWith("*")) {
        explode = true;
        name = name.substring(0, name.length - 1);
      }
      if (name.startsWith(".")) {
        name = name.substring(1);
        style = "label";
      } else if (name.startsWith(";")) {
        name = name.substring(1);
        style = "matrix";
      }
      const value = path[name];
      if (value === void 0 || value === null) {
        continue;
      }
      if (Array.isArray(value)) {
        url = url.replace(match, serializeArrayParam({ explode, name, style, value }));
        continue;
      }
      if (typeof value === "object") {
        url = url.replace(
          match,
          serializeObjectParam({
            explode,
            name,
            style,
            value,
            valueOnly: true
          })
        );
        continue;
      }
      if (style === "matrix") {
        url = url.replace(
          match,
          `;${serializePrimitiveParam({
            name,
            value
          })}`
        );
        continue;
      }
      const replaceValue = encodeURIComponent(
        style === "label" ? `.${value}` : value
      );
      url = url.replace(match, replaceValue);
    }
  }
  return url;
};
var getUrl = ({
  baseUrl,
  path,
  query,
  querySerializer,
  url: _url
}) => {
  const pathUrl = _url.startsWith("/") ? _url : `/${_url}`;
  let url = (baseUrl ?? "") + pathUrl;
  if (path) {
    url = defaultPathSerializer({ path, url });
  }
  let search = query ? querySerializer(query) : "";
  if (search.startsWith("?")) {
    search = search.substring(1);
  }
  if (search) {
    url += `?${search}`;
  }
  return url;
};
function getValidRequestBody(options) {
  const hasBody = options.body !== void 0;
  const isSerializedBody = hasBody && options.bodySerializer;
  if (isSerializedBody) {
    if ("serializedBody" in options) {
      const hasSerializedBody = options.serializedBody !== void 0 && options.serializedBody !== "";
      return hasSerializedBody ? options.serializedBody : null;
    }
    return options.body !== "" ? options.body : null;
  }
  if (hasBody) {
    return options.body;
  }
  return void 0;
}

// src/generated/core/auth.gen.ts
var getAuthToken = async (auth, callback) => {
  const token = typeof callback === "function" ? await callback(auth) : callback;
  if (!token) {
    return;
  }
  if (auth.scheme === "bearer") {
    return `Bearer ${token}`;
  }
  if (auth.scheme === "basic") {
    return `Basic ${btoa(token)}`;
  }
  return token;
};

// src/generated/client/utils.gen.ts
var createQuerySerializer = ({
  parameters = {},
  ...args
} = {}) => {
  const querySerializer = (queryParams) => {
    const search = [];
    if (queryParams && typeof queryParams === "object") {
      for (const name in queryParams) {
        const value = queryParams[name];
        if (value === void 0 || value === null) {
          continue;
        }
        const options = parameters[name] || args;
        if (Array.isArray(value)) {
          const serializedArray = serializeArrayParam({
            allowReserved: options.allowReserved,
            explode: true,
            name,
            style: "form",
            value,
            ...options.array
          });
          if (serializedArray) search.push(serializedArray);
        } else if (typeof value === "object") {
          const serializedObject = serializeObjectParam({
            allowReserved: options.allowReserved,
            explode: true,
            name,
            style: "deepObject",
            value,
            ...options.object
          });
          if (serializedObject) search.push(serializedObject);
        } else {
          const serializedPrimitive = serializePrimitiveParam({
            allowReserved: options.allowReserved,
            name,
            value
          });
          if (serializedPrimitive) search.push(serializedPrimitive);
        }
      }
    }
    return search.join("&");
  };
  return querySerializer;
};
var getParseAs = (contentType) => {
  if (!contentType) {
    return "stream";
  }
  const cleanContent = contentType.split(";")[0]?.trim();
  if (!cleanContent) {
    return;
  }
  if (cleanContent.startsWith("application/json") || cleanContent.endsWith("+json")) {
    return "json";
  }
  if (cleanContent === "multipart/form-data") {
    return "formData";
  }
  if (["application/", "audio/", "image/", "video/"].some((type) => cleanContent.startsWith(type))) {
    return "blob";
  }
  if (cleanContent.startsWith("text/")) {
    return "text";
  }
  return;
};
var checkForExistence = (options, name) => {
  if (!name) {
    return false;
  }
  if (options.headers.has(name) || options.query?.[name] || options.headers.get("Cookie")?.includes(`${name}=`)) {
    return true;
  }
  return false;
};
var setAuthParams = async ({
  security,
  ...options
}) => {
  for (const auth of security) {
    if (checkForExistence(options, auth.name)) {
      continue;
    }
    const token = await getAuthToken(auth, options.auth);
    if (!token) {
      continue;
    }
    const name = auth.name ?? "Authorization";
    switch (auth.in) {
      case "query":
        if (!options.query) {
          options.query = {};
        }
        options.query[name] = token;
        break;
      case "cookie":
        options.headers.append("Cookie", `${name}=${token}`);
        break;
      case "header":
      default:
        options.headers.set(name, token);
        break;
    }
  }
};
var buildUrl = (options) => getUrl({
  baseUrl: options.baseUrl,
  path: options.path,
  query: options.query,
  querySerializer: typeof options.querySerializer === "function" ? options.querySerializer : createQuerySerializer(options.querySerializer),
  url: options.url
});
var mergeConfigs = (a, b) => {
  const config = { ...a, ...b };
  if (config.baseUrl?.endsWith("/")) {
    config.baseUrl = config.baseUrl.substring(0, config.baseUrl.length - 1);
  }
  config.headers = mergeHeaders(a.headers, b.headers);
  return config;
};
var headersEntries = (headers) => {
  const entries = [];
  headers.forEach((value, key) => {
    entries.push([key, value]);
  });
  return entries;
};
var mergeHeaders = (...headers) => {
  const mergedHeaders = new Headers();
  for (const header of headers) {
    if (!header) {
      continue;
    }
    const iterator = header instanceof Headers ? headersEntries(header) : Object.entries(header);
    for (const [key, value] of iterator) {
      if (value === null) {
        mergedHeaders.delete(key);
      } else if (Array.isArray(value)) {
        for (const v of value) {
          mergedHeaders.append(key, v);
        }
      } else if (value !== void 0) {
        mergedHeaders.set(
          key,
          typeof value === "object" ? JSON.stringify(value) : value
        );
      }
    }
  }
  return mergedHeaders;
};
var Interceptors = class {
  constructor() {
    this.fns = [];
  }
  clear() {
    this.fns = [];
  }
  eject(id) {
    const index = this.getInterceptorIndex(id);
    if (this.fns[index]) {
      this.fns[index] = null;
    }
  }
  exists(id) {
    const index = this.getInterceptorIndex(id);
    return Boolean(this.fns[index]);
  }
  getInterceptorIndex(id) {
    if (typeof id === "number") {
      return this.fns[id] ? id : -1;
    }
    return this.fns.indexOf(id);
  }
  update(id, fn) {
    const index = this.getInterceptorIndex(id);
    if (this.fns[index]) {
      this.fns[index] = fn;
      return id;
    }
    return false;
  }
  use(fn) {
    this.fns.push(fn);
    return this.fns.length - 1;
  }
};
var createInterceptors = () => ({
  error: new Interceptors(),
  request: new Interceptors(),
  response: new Interceptors()
});
var defaultQuerySerializer = createQuerySerializer({
  allowReserved: false,
  array: {
    explode: true,
    style: "form"
  },
  object: {
    explode: true,
    style: "deepObject"
  }
});
var defaultHeaders = {
  "Content-Type": "application/json"
};
var createConfig = (override = {}) => ({
  ...jsonBodySerializer,
  headers: defaultHeaders,
  parseAs: "auto",
  querySerializer: defaultQuerySerializer,
  ...override
});

// src/generated/client/client.gen.ts
var createClient = (config = {}) => {
  let _config = mergeConfigs(createConfig(), config);
  const getConfig = () => ({ ..._config });
  const setConfig = (config2) => {
    _config = mergeConfigs(_config, config2);
    return getConfig();
  };
  const interceptors = createInterceptors();
  const beforeRequest = async (options) => {
    const opts = {
      ..._config,
      ...options,
      fetch: options.fetch ?? _config.fetch ?? globalThis.fetch,
      headers: mergeHeaders(_config.headers, options.headers),
      serializedBody: void 0
    };
    if (opts.security) {
      await setAuthParams({
        ...opts,
        security: opts.security
      });
    }
    if (opts.requestValidator) {
      await opts.requestValidator(opts);
    }
    if (opts.body !== void 0 && opts.bodySerializer) {
      opts.serializedBody = opts.bodySerializer(opts.body);
    }
    if (opts.body === void 0 || opts.serializedBody === "") {
      opts.headers.delete("Content-Type");
    }
    const resolvedOpts = opts;
    const url = buildUrl(resolvedOpts);
    return { opts: resolvedOpts, url };
  };
  const request = async (options) => {
    const { opts, url } = await beforeRequest(options);
    const requestInit = {
      redirect: "follow",
      ...opts,
      body: getValidRequestBody(opts)
    };
    let request2 = new Request(url, requestInit);
    for (const fn of interceptors.request.fns) {
      if (fn) {
        request2 = await fn(request2, opts);
      }
    }
    const _fetch = opts.fetch;
    let response;
    try {
      response = await _fetch(request2);
    } catch (error2) {
      let finalError2 = error2;
      for (const fn of interceptors.error.fns) {
        if (fn) {
          finalError2 = await fn(error2, void 0, request2, opts);
        }
      }
      finalError2 = finalError2 || {};
      if (opts.throwOnError) {
        throw finalError2;
      }
      return opts.responseStyle === "data" ? void 0 : {
        error: finalError2,
        request: request2,
        response: void 0
      };
    }
    for (const fn of interceptors.response.fns) {
      if (fn) {
        response = await fn(response, request2, opts);
      }
    }
    const result = {
      request: request2,
      response
    };
    if (response.ok) {
      const parseAs = (opts.parseAs === "auto" ? getParseAs(response.headers.get("Content-Type")) : opts.parseAs) ?? "json";
      if (response.status === 204 || response.headers.get("Content-Length") === "0") {
        let emptyData;
        switch (parseAs) {
          case "arrayBuffer":
          case "blob":
          case "text":
            emptyData = await response[parseAs]();
            break;
          case "formData":
            emptyData = new FormData();
            break;
          case "stream":
            emptyData = response.body;
            break;
          case "json":
          default:
            emptyData = {};
            break;
        }
        return opts.responseStyle === "data" ? emptyData : {
          data: emptyData,
          ...result
        };
      }
      let data;
      switch (parseAs) {
        case "arrayBuffer":
        case "blob":
        case "formData":
        case "text":
          data = await response[parseAs]();
          break;
        case "json": {
          const text = await response.text();
          data = text ? JSON.parse(text) : {};
          break;
        }
        case "stream":
          return opts.responseStyle === "data" ? response.body : {
            data: response.body,
            ...result
          };
      }
      if (parseAs === "json") {
        if (opts.responseValidator) {
          await opts.responseValidator(data);
        }
        if (opts.responseTransformer) {
          data = await opts.responseTransformer(data);
        }
      }
      return opts.responseStyle === "data" ? data : {
        data,
        ...result
      };
    }
    const textError = await response.text();
    let jsonError;
    try {
      jsonError = JSON.parse(textError);
    } catch {
    }
    const error = jsonError ?? textError;
    let finalError = error;
    for (const fn of interceptors.error.fns) {
      if (fn) {
        finalError = await fn(error, response, request2, opts);
      }
    }
    finalError = finalError || {};
    if (opts.throwOnError) {
      throw finalError;
    }
    return opts.responseStyle === "data" ? void 0 : {
      error: finalError,
      ...result
    };
  };
  const makeMethodFn = (method) => (options) => request({ ...options, method });
  const makeSseFn = (method) => async (options) => {
    const { opts, url } = await beforeRequest(options);
    return createSseClient({
      ...opts,
      body: opts.body,
      headers: opts.headers,
      method,
      onRequest: async (url2, init) => {
        let request2 = new Request(url2, init);
        for (const fn of interceptors.request.fns) {
          if (fn) {
            request2 = await fn(request2, opts);
          }
        }
        return request2;
      },
      serializedBody: getValidRequestBody(opts),
      url
    });
  };
  const _buildUrl = (options) => buildUrl({ ..._config, ...options });
  return {
    buildUrl: _buildUrl,
    connect: makeMethodFn("CONNECT"),
    delete: makeMethodFn("DELETE"),
    get: makeMethodFn("GET"),
    getConfig,
    head: makeMethodFn("HEAD"),
    interceptors,
    options: makeMethodFn("OPTIONS"),
    patch: makeMethodFn("PATCH"),
    post: makeMethodFn("POST"),
    put: makeMethodFn("PUT"),
    request,
    setConfig,
    sse: {
      connect: makeSseFn("CONNECT"),
      delete: makeSseFn("DELETE"),
      get: makeSseFn("GET"),
      head: makeSseFn("HEAD"),
      options: makeSseFn("OPTIONS"),
      patch: makeSseFn("PATCH"),
      post: makeSseFn("POST"),
      put: makeSseFn("PUT"),
      trace: makeSseFn("TRACE")
    },
    trace: makeMethodFn("TRACE")
  };
};

// src/generated/client.gen.ts
var client = createClient(createConfig());

// src/generated/sdk.gen.ts
var HeyApiClient = class {
  constructor(args) {
    this.client = args?.client ?? client;
  }
};
var HeyApiRegistry = class {
  constructor() {
    this.defaultKey = "default";
    this.instances = /* @__PURE__ */ new Map();
  }
  get(key) {
    const instance = this.instances.get(key ?? this.defaultKey);
    if (!instance) {
      throw new Error(`No SDK client found. Create one with "new LorekeeperOperations()" to fix this error.`);
    }
    return instance;
  }
  set(value, key) {
    this.instances.set(key ?? this.defaultKey, value);
  }
};
var LorekeeperOperations = class _LorekeeperOperations extends HeyApiClient {
  static {
    this.__registry = new HeyApiRegistry();
  }
  constructor(args) {
    super(args);
    _LorekeeperOperations.__registry.set(this, args?.key);
  }
  /**
   * Where to go on
   *
   * For browsers, the status and browse page.
   */
  getRoot(options) {
    return (options?.client ?? this.client).get({ url: "/", ...options });
  }
  /**
   * Build a universe anew
   *
   * Rebuilds from the file cache whatever the dataset key says; the old data are served until then.
   */
  invalidateCache(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "query", key: "universe" }, { in: "query", key: "clear_images" }] }]);
    return (options?.client ?? this.client).post({
      security: [{ name: "X-API-Key", type: "apiKey" }, { scheme: "bearer", type: "http" }],
      url: "/api/v1/wiki/cache/invalidate",
      ...options,
      ...params
    });
  }
  /**
   * What is stored, and where
   *
   * Counts and bytes of the dataset, the images, the file cache and Postgres, and the last five runs.
   */
  getCacheStats(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "query", key: "universe" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/cache/stats",
      ...options,
      ...params
    });
  }
  /**
   * Every title by category
   *
   * All titles of a universe, in title order within each category. Large: some megabytes for a big wiki.
   */
  listAllTitles(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "query", key: "universe" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/canon/all",
      ...options,
      ...params
    });
  }
  /**
   * A page of the titles of a category
   *
   * Titles in title order. A category that exists and is empty has a total of 0.
   */
  listCategory(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "category" },
      { in: "query", key: "universe" },
      { in: "query", key: "limit" },
      { in: "query", key: "offset" },
      { in: "query", key: "search" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/canon/category/{category}",
      ...options,
      ...params
    });
  }
  /**
   * How many articles each category has
   *
   * The counts of a universe by category; categories without articles are left out.
   */
  countArticles(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "query", key: "universe" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/canon/summary",
      ...options,
      ...params
    });
  }
  /**
   * What a character form offers
   *
   * The values that characters have, the most frequent first, at most 50 of each kind: each once, as most write it, and found by `filter`. Where there are many, those with fewer than five uses are left out.
   */
  listFormOptions(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "path", key: "universe" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/canon/{universe}",
      ...options,
      ...params
    });
  }
  /**
   * Titles of a category, with the universe in the path
   *
   * The older address of `listCategory`: without pages, `count` is what is returned, `total` what there is.
   */
  listTitles(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "path", key: "category" },
      { in: "query", key: "search" },
      { in: "query", key: "limit" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/categories/{universe}/{category}",
      ...options,
      ...params
    });
  }
  /**
   * An image of an allowed host
   *
   * As it is, or as a smaller variant. `X-Cache` says whether it was stored already.
   */
  getImage(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "query", key: "url" },
      { in: "query", key: "w" },
      { in: "query", key: "format" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/image-proxy",
      ...options,
      ...params
    });
  }
  /**
   * The five item categories, counted
   *
   * How many weapons, armor, items, vehicles and droids there are, with the first five titles of each.
   */
  countItems(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "query", key: "universe" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/items/all",
      ...options,
      ...params
    });
  }
  /**
   * A page of titles of an item category
   *
   * As `listCategory`, for weapons, armor, items, vehicles and droids alone.
   */
  listItems(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "category" },
      { in: "query", key: "universe" },
      { in: "query", key: "limit" },
      { in: "query", key: "offset" },
      { in: "query", key: "search" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/items/category/{category}",
      ...options,
      ...params
    });
  }
  /**
   * A page of an item category with pictures
   *
   * As `listItems`, with id, description and picture of each.
   */
  listItemsWithImages(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "category" },
      { in: "query", key: "universe" },
      { in: "query", key: "limit" },
      { in: "query", key: "offset" },
      { in: "query", key: "search" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/items/category/{category}/with-images",
      ...options,
      ...params
    });
  }
  /**
   * Titles of the places on a planet
   *
   * Nested places included: a cantina in a city on a planet is on that planet.
   */
  listPlaceTitles(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "query", key: "universe" },
      { in: "query", key: "planet" },
      { in: "query", key: "limit" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/locations/by-planet",
      ...options,
      ...params
    });
  }
  /**
   * A page of planets
   *
   * Planets and moons in title order, with region, system and picture.
   */
  listPlanets(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "query", key: "universe" },
      { in: "query", key: "limit" },
      { in: "query", key: "offset" },
      { in: "query", key: "search" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/locations/planets",
      ...options,
      ...params
    });
  }
  /**
   * The places on a planet, with pictures
   *
   * Nested places included; an unknown planet has none.
   */
  listPlaces(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "query", key: "universe" },
      { in: "query", key: "planet" },
      { in: "query", key: "limit" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/locations/tree/on-planet",
      ...options,
      ...params
    });
  }
  /**
   * The planets of a system
   *
   * With pictures; then planets that have places but no article. An unknown system has none.
   */
  listPlanetsOfSystem(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "query", key: "universe" },
      { in: "query", key: "system" },
      { in: "query", key: "limit" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/locations/tree/planets-by-system",
      ...options,
      ...params
    });
  }
  /**
   * The regions of a universe
   *
   * Core outward, then the others by name.
   */
  listRegions(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "query", key: "universe" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/locations/tree/regions",
      ...options,
      ...params
    });
  }
  /**
   * The systems of a region
   *
   * Those that have planets: names in order, then sectors and the region for planets whose system is not known. An unknown region has none.
   */
  listSystems(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "query", key: "universe" }, { in: "query", key: "region" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/locations/tree/systems-by-region",
      ...options,
      ...params
    });
  }
  /**
   * The universes that are served
   *
   * With their counts, and the version of the dataset that answers at present.
   */
  listUniverses(options) {
    return (options?.client ?? this.client).get({ url: "/api/v1/wiki/universes", ...options });
  }
  /**
   * Whole articles by filter and order, page by page
   *
   * Every filter must match; a filter given several times means any of its values. Values are compared folded, without what stands in brackets behind them, in singular or plural; a value that is asked for with its brackets is only itself. Only the members in `fields` are sent, where it is given. Go on with `next_cursor`, which also holds in a newer dataset.
   */
  listArticles(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "category" },
      { in: "query", key: "has_image" },
      { in: "query", key: "updated_since" },
      { in: "query", key: "where" },
      { in: "query", key: "fields" },
      { in: "query", key: "sort" },
      { in: "query", key: "cursor" },
      { in: "query", key: "limit" },
      { in: "query", key: "filter" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/articles",
      ...options,
      ...params
    });
  }
  /**
   * Several articles by title
   *
   * In the order of the titles, each once; titles are found as by their address. What is not there is in `missing`.
   */
  getArticles(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "path", key: "universe" }, { in: "body", key: "titles" }] }]);
    return (options?.client ?? this.client).post({
      url: "/api/v1/wiki/{universe}/articles/batch",
      ...options,
      ...params,
      headers: {
        "Content-Type": "application/json",
        ...options?.headers,
        ...params.headers
      }
    });
  }
  /**
   * An article by its id
   *
   * Ids are the same in both stores and after every load.
   */
  getArticleById(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "path", key: "universe" }, { in: "path", key: "id" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/articles/by-id/{id}",
      ...options,
      ...params
    });
  }
  /**
   * What changed since a dataset version
   *
   * For clients that keep a copy: which articles were created, updated or deleted since the version that they have, by id. With `include=articles` the articles come along; a page may then hold fewer than `limit`. Apply all pages, then remember the `to` of the first one. An older or unknown version is 410: take the pack again.
   */
  listChanges(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "since" },
      { in: "query", key: "include" },
      { in: "query", key: "limit" },
      { in: "query", key: "cursor" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/changes",
      ...options,
      ...params
    });
  }
  /**
   * The last 100 changes as an Atom feed
   *
   * For feed readers: what the last publications created, updated and deleted, the newest first.
   */
  getChangesFeed(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "path", key: "universe" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/changes.atom",
      ...options,
      ...params
    });
  }
  /**
   * Every article, one a line
   *
   * All articles of the universe, or of some categories, in title order, as NDJSON: each line is an article as the other operations give it. Sent as fast as the caller reads.
   */
  exportArticles(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "category" },
      { in: "query", key: "fields" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/export.ndjson",
      ...options,
      ...params
    });
  }
  /**
   * A character card
   *
   * Character Card V2 as JSON, for SillyTavern, RisuAI and their like: what the article says as description, and the articles that it is linked with as character book. Source and licence stand in `creator_notes`.
   */
  exportCharacter(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "path", key: "title" },
      { in: "query", key: "budget_tokens" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/export/character/{title}",
      ...options,
      ...params
    });
  }
  /**
   * An embed for Discord
   *
   * One embed object, to be sent among the `embeds` of a message: title, first paragraph, facts, picture, and source and licence in the footer. Within the limits of Discord; mark-up and mentions of the wiki are shown as they are written.
   */
  exportEmbed(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "path", key: "universe" }, { in: "path", key: "title" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/export/discord/{title}",
      ...options,
      ...params
    });
  }
  /**
   * A module for Foundry VTT
   *
   * For Foundry VTT 12 and 13: `module.json` and a compendium of journal entries, in a folder for each category, with a page for each section, the stored pictures, links between the entries, and source and licence on each page. Ids stay the same from version to version. Made once and kept; sent while it is made.
   */
  downloadFoundryModule(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "path", key: "universe" }, { in: "query", key: "category" }] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/export/foundry.zip",
      ...options,
      ...params
    });
  }
  /**
   * A lorebook for SillyTavern
   *
   * World info: an entry for each article, whose keys are its title and other names, and whose content is what it is, its facts and its lead. The most linked articles come first, around an article the nearest. The last entry, which is switched off, names source and licence.
   */
  exportLorebook(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "category" },
      { in: "query", key: "titles" },
      { in: "query", key: "around" },
      { in: "query", key: "depth" },
      { in: "query", key: "limit" },
      { in: "query", key: "budget_tokens" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/export/lorebook",
      ...options,
      ...params
    });
  }
  /**
   * The values of a field, counted
   *
   * Each as it is written, the most frequent first, all of them counted in `X-Total-Count`; an unknown field has none. A filter by a value also finds it with notes in brackets, in the plural and in another spelling, so it may find more than are counted here.
   */
  countValues(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "category" },
      { in: "query", key: "field" },
      { in: "query", key: "limit" },
      { in: "query", key: "offset" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/facets",
      ...options,
      ...params
    });
  }
  /**
   * The articles that one links to, or that link to it
   *
   * Links of infoboxes, in title order, with the fields of `content` that they stand in; redirects are followed.
   */
  listLinks(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "path", key: "title" },
      { in: "query", key: "direction" },
      { in: "query", key: "category" },
      { in: "query", key: "field" },
      { in: "query", key: "limit" },
      { in: "query", key: "cursor" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/links/{title}",
      ...options,
      ...params
    });
  }
  /**
   * The article that a name most likely means
   *
   * The best match of a search as a whole article, and what else was possible; `article` is null where nothing fits.
   */
  findArticle(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "q" },
      { in: "query", key: "category" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/lookup",
      ...options,
      ...params
    });
  }
  /**
   * A universe as one zip, to be used without a network
   *
   * Holds `manifest.json`, `articles.ndjson`, `texts.ndjson`, `images/<id of the article>.webp` (stored pictures) and `ATTRIBUTION.md`. The same bytes for the same dataset and parameters. Made once and kept; sent while it is made. `changes` brings a pack up to date.
   */
  downloadPack(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "category" },
      { in: "query", key: "images" },
      { in: "query", key: "text" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/pack.zip",
      ...options,
      ...params
    });
  }
  /**
   * The passages that answer a question best
   *
   * Paragraphs, or several short ones together, of at most some 300 tokens, by BM25 over their words, their heading and their article’s title; those of an article that the question names count more, and words that say nothing are left out. `tokens` is an upper estimate that needs no model.
   */
  searchPassages(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "q" },
      { in: "query", key: "category" },
      { in: "query", key: "title" },
      { in: "query", key: "limit" },
      { in: "query", key: "budget_tokens" },
      { in: "query", key: "format" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/passages",
      ...options,
      ...params
    });
  }
  /**
   * The picture of an article, by its title
   *
   * The title, found as everywhere, and the extension of the format that is wanted: `.webp`, `.png`, `.jpg` or `.avif`. 404 where there is no such article, or it has no picture.
   */
  getPicture(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "path", key: "title" },
      { in: "query", key: "w" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/picture/{title}",
      ...options,
      ...params
    });
  }
  /**
   * One article by chance
   *
   * The same for the same seed and dataset; without a seed another one each time.
   */
  getRandomArticle(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "category" },
      { in: "query", key: "exclude" },
      { in: "query", key: "seed" },
      { in: "query", key: "has_image" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/random",
      ...options,
      ...params
    });
  }
  /**
   * Find articles by name, then by description
   *
   * Words and parts of words, without regard to case, accents, apostrophes and hyphens, in titles and all other names of an article; ranks and questions around a name may stand there. The best kind of match comes first, then what is linked to most; where no name matches, articles that have some of the words, and descriptions.
   */
  searchArticles(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "q" },
      { in: "query", key: "category" },
      { in: "query", key: "limit" },
      { in: "query", key: "offset" },
      { in: "query", key: "in" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/search",
      ...options,
      ...params
    });
  }
  /**
   * The text of an article by sections
   *
   * In order, the lead first, as many whole sections as fit into `max_bytes`; of a section that is larger by itself, its beginning. Go on with `next_section`. Titles are found as by their address. An article of which only a description is known has that as its lead.
   */
  getSections(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "path", key: "title" },
      { in: "query", key: "section" },
      { in: "query", key: "toc" },
      { in: "query", key: "format" },
      { in: "query", key: "max_bytes" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/sections/{title}",
      ...options,
      ...params
    });
  }
  /**
   * What a person who types may mean
   *
   * For every keystroke: the article whose whole name was typed is always among them.
   */
  suggestArticles(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "query", key: "q" },
      { in: "query", key: "category" },
      { in: "query", key: "limit" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/suggest",
      ...options,
      ...params
    });
  }
  /**
   * An article by its title or a redirect
   *
   * Underscores and spaces are the same, slashes may be raw or encoded, a whole `/wiki/…` address may stand for the title. Where there is none, another case, the title with or without `/Legends`, and a name that one article alone bears find it. It is found in whatever category it is; where there is none or several bear the name, the nearest titles are suggested. With `Accept: text/markdown`: the facts as a table, then the text.
   */
  getArticle(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "path", key: "universe" },
      { in: "path", key: "category" },
      { in: "path", key: "title" }
    ] }]);
    return (options?.client ?? this.client).get({
      url: "/api/v1/wiki/{universe}/{category}/{title}",
      ...options,
      ...params
    });
  }
  /**
   * Whose work the data are
   *
   * For each universe its source and licence, as a game must show them.
   */
  listAttributions(options) {
    return (options?.client ?? this.client).get({ url: "/attribution", ...options });
  }
  /**
   * This document for people
   *
   * A page on which every operation can be tried.
   */
  showDocs(options) {
    return (options?.client ?? this.client).get({ url: "/docs", ...options });
  }
  /**
   * The state of the process and its stores
   *
   * 200 while the process can serve; `troubles` says in words what cannot be used.
   */
  getHealth(options) {
    return (options?.client ?? this.client).get({ url: "/health", ...options });
  }
  /**
   * Crawl the wiki of a universe
   *
   * Into the file cache, and then load it; or name the crawl that waits or runs.
   */
  startCrawl(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "query", key: "universe" }, { in: "query", key: "resume" }] }]);
    return (options?.client ?? this.client).post({
      security: [{ name: "X-API-Key", type: "apiKey" }, { scheme: "bearer", type: "http" }],
      url: "/jobs/crawl",
      ...options,
      ...params
    });
  }
  /**
   * Work in the background that was given up
   *
   * The latest first, with the reason of each.
   */
  listFailedJobs(options) {
    return (options?.client ?? this.client).get({
      security: [{ name: "X-API-Key", type: "apiKey" }, { scheme: "bearer", type: "http" }],
      url: "/jobs/failed",
      ...options
    });
  }
  /**
   * Let nobody begin a job
   *
   * What is at work goes on to its end; what waits waits, until `resumeJobs`.
   */
  pauseJobs(options) {
    return (options?.client ?? this.client).post({
      security: [{ name: "X-API-Key", type: "apiKey" }, { scheme: "bearer", type: "http" }],
      url: "/jobs/pause",
      ...options
    });
  }
  /**
   * Let the queue go on
   *
   * With what waited longest.
   */
  resumeJobs(options) {
    return (options?.client ?? this.client).post({
      security: [{ name: "X-API-Key", type: "apiKey" }, { scheme: "bearer", type: "http" }],
      url: "/jobs/resume",
      ...options
    });
  }
  /**
   * Have a failed job done again
   *
   * Takes the id that `listFailedJobs` gives.
   */
  retryJob(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "path", key: "id" }] }]);
    return (options?.client ?? this.client).post({
      security: [{ name: "X-API-Key", type: "apiKey" }, { scheme: "bearer", type: "http" }],
      url: "/jobs/{id}/retry",
      ...options,
      ...params
    });
  }
  /**
   * Whether the process lives
   *
   * Answered at once, whatever else is wrong.
   */
  checkLive(options) {
    return (options?.client ?? this.client).get({ url: "/live", ...options });
  }
  /**
   * Answer a message of the Model Context Protocol
   *
   * Streamable HTTP without sessions: a JSON-RPC request is answered with JSON, a notification with 202. Pages of other origins than CORS_ORIGINS lists are refused. `MCP_ENABLED=false` takes it away.
   */
  callMcp(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "body", key: "jsonrpc" },
      { in: "body", key: "id" },
      { in: "body", key: "method" },
      { in: "body", key: "params" }
    ] }]);
    return (options?.client ?? this.client).post({
      url: "/mcp",
      ...options,
      ...params,
      headers: {
        "Content-Type": "application/json",
        ...options?.headers,
        ...params.headers
      }
    });
  }
  /**
   * Metrics for Prometheus
   *
   * Requests, event loop, pool, prefetch and images.
   */
  getMetrics(options) {
    return (options?.client ?? this.client).get({ url: "/metrics", ...options });
  }
  /**
   * This document for machines
   *
   * OpenAPI 3.1.
   */
  getOpenApi(options) {
    return (options?.client ?? this.client).get({ url: "/openapi.json", ...options });
  }
  /**
   * Cancel the run at work
   *
   * The data stay as they were.
   */
  cancelPrefetch(options) {
    return (options?.client ?? this.client).post({
      security: [{ name: "X-API-Key", type: "apiKey" }, { scheme: "bearer", type: "http" }],
      url: "/prefetch/cancel",
      ...options
    });
  }
  /**
   * What a dataset lacks
   *
   * Articles without category, picture or planet, and what the last crawl, import or refresh reported.
   */
  getCoverage(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [{ in: "query", key: "universe" }] }]);
    return (options?.client ?? this.client).get({
      url: "/prefetch/coverage",
      ...options,
      ...params
    });
  }
  /**
   * The same as Server-Sent Events
   *
   * Each event is a whole PrefetchStatus: one on every change, at most four a second.
   */
  watchPrefetch(options) {
    return (options?.client ?? this.client).sse.get({ url: "/prefetch/events", ...options });
  }
  /**
   * Start a run
   *
   * Or name the one that is queued or running.
   */
  startPrefetch(parameters, options) {
    const params = buildClientParams([parameters], [{ args: [
      { in: "query", key: "universe" },
      { in: "query", key: "force_refresh" },
      { in: "query", key: "allow_shrink" }
    ] }]);
    return (options?.client ?? this.client).post({
      security: [{ name: "X-API-Key", type: "apiKey" }, { scheme: "bearer", type: "http" }],
      url: "/prefetch/run",
      ...options,
      ...params
    });
  }
  /**
   * How the filling of the stores goes
   *
   * Of the universe at work, or of the last one; and of each universe.
   */
  getPrefetchStatus(options) {
    return (options?.client ?? this.client).get({ url: "/prefetch/status", ...options });
  }
  /**
   * Whether requests should be sent here
   *
   * 503 only before anything can be served and while shutting down.
   */
  checkReady(options) {
    return (options?.client ?? this.client).get({ url: "/ready", ...options });
  }
};

// src/index.ts
var Lorekeeper = class extends LorekeeperOperations {
  constructor({ baseUrl, apiKey, fetch }) {
    super({
      client: createClient({
        baseUrl: baseUrl.replace(/\/+$/, ""),
        auth: ({ type }) => type === "apiKey" ? apiKey : void 0,
        querySerializer: queryOf,
        ...fetch ? { fetch } : {}
      })
    });
  }
};
function queryOf(query) {
  const search = new URLSearchParams();
  const add = (name, value) => {
    if (value === void 0 || value === null) return;
    if (Array.isArray(value)) for (const one of value) add(name, one);
    else if (typeof value !== "object") search.append(name, String(value));
    else for (const [member, one] of Object.entries(value)) add(`${name}[${member}]`, one);
  };
  for (const [name, value] of Object.entries(query)) add(name, value);
  return search.toString();
}
export {
  Lorekeeper
};
