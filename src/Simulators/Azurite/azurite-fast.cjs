// Preload for Azurite (node -r ./azurite-fast.cjs …/azurite/dist/src/azurite.js …).
// It changes no response, only the cost of five things. Four grow with what is stored:
//  1. lokijs rebuilds every index on remove([]) and on each 1-document batch remove -> remove one by one
//     (this is also what makes the in-memory extent GC block the process, every 60 s, after a few thousand messages);
//  2. Azurite scans all messages for expired ones on every get/update/delete -> at most once a second per queue;
//  3. Azurite sorts all visible messages on every get -> one pass that keeps the 32 first;
//  4. every 5 s lokijs writes all tables to disk, and responds to no request meanwhile: a second and more after 100,000 rows
//     -> only when Azurite ends, since its folder is a temporary one;
//  5. a third of its start goes into two packages that it does not use as it is started here, for telemetry and for a database
//     -> they are not loaded.
const { realpathSync } = require('fs');
const Module = require('module'), load = Module._load;
const unused = () => new Proxy(class {}, { get: (type, key) => Reflect.has(type, key) ? type[key] : unused() });
const spared = process.env.AZURITE_DB ? ['applicationinsights'] : ['applicationinsights', 'sequelize'];
Module._load = function (name, ...rest) { return spared.includes(name) ? unused() : load.call(this, name, ...rest); };
const req = Module.createRequire(realpathSync(process.argv[1]));
const Loki = req('lokijs'), C = Loki.Collection.prototype, batch = C.removeBatch, positions = C.removeBatchByPositions;
C.removeBatch = function (b) { if (b.length > 64) return batch.call(this, b); for (const d of b.slice()) this.remove(d); };
C.removeBatchByPositions = function (p) { if (p.length > 64) return positions.call(this, p); for (const d of p.map(i => this.data[i])) this.remove(d); };
Loki.prototype.autosaveEnable = function () {};
const S = req('./queue/persistence/LokiQueueMetadataStore.js').default.prototype, sweep = S.clearExpiredMessages;
S.clearExpiredMessages = async function (account, queue, context) {
  const swept = this.sweptAt ??= new Map(), key = account + '/' + queue, now = Date.now();
  if (now - (swept.get(key) ?? 0) >= 1000) { swept.set(key, now); await sweep.call(this, account, queue, context); }
};
S.getMessages = async function (account, queue, timeNextVisible, popReceipt, count, queryDate, context) {
  this.checkQueueExist(account, queue, context);
  await this.clearExpiredMessages(account, queue, context);
  const now = (queryDate ?? new Date()).getTime(), visible = timeNextVisible.getTime(), n = !count || count < 1 ? 1 : count, first = [];
  const before = (x, y) => x.timeNextVisible - y.timeNextVisible || x.$loki - y.$loki;
  const messages = this.db.getCollection(this.MESSAGES_COLLECTION);
  for (const d of messages.data) {
    if (d.timeNextVisible > now || d.queueName !== queue || d.accountName !== account || new Date(d.expirationTime).getTime() <= now) continue;
    if (first.length === n && before(d, first[n - 1]) > 0) continue;
    let i = first.length; while (i > 0 && before(d, first[i - 1]) < 0) i--;
    first.splice(i, 0, d); if (first.length > n) first.pop();
  }
  messages.dirty = true;
  return first.map(d => { d.timeNextVisible = visible; d.popReceipt = popReceipt; d.dequeueCount = Number(d.dequeueCount) + 1; return this.messageCopy(d); });
};
