// Every bound of Holdfast, with its reason. A limit that a user may want to move is a configuration key.

const KiB = 1024;
const MiB = 1024 * KiB;

export const limits = {
  /** A line longer than this from a sensor is noise, not a frame. */
  frameBytes: 64 * KiB,
  /** What one frame may turn into: a table of a data logger, not a flood. */
  readingsPerFrame: 1_000,
  /** The vendor's limit of a string value (One Platform documents). */
  stringValueBytes: 64 * KiB,
  /** Points that wait in memory for the next commit, when the store is slow or failing. */
  trayPoints: 100_000,
  /** Bytes that wait in memory for the next commit: strings weigh more than numbers. */
  trayBytes: 8 * MiB,
  /** Points in one segment: large enough to be dense, small enough to decode at once on a Pi. */
  segmentPoints: 1_000,
  /** Bytes in one segment, for channels of long strings. */
  segmentBytes: 256 * KiB,
  /** The shortest time between two commits, whatever the window: a second is handed on when it is over. */
  commitMs: 50,
  /** Intervals of settled points above the cursor; the shipper does not run ahead of more. */
  settledIntervals: 1_024,
  /** Bytes of a configuration file: some hundred for each channel, and no more to parse at once. */
  configBytes: MiB,
  /** Bytes of a file that holds a key: more is not a key. */
  keyFileBytes: KiB,
  /** Decoded segments that wait between peek and settle: two uploads. */
  cachedPoints: 10_000,
  /** The same in bytes of the store, for channels of long strings. */
  cachedBytes: 2 * MiB,
  /** Damaged segments that are kept for salvage: past this the oldest goes. */
  asideSegments: 64,
  /** Bytes of segments between two writings of the channels' marks: what a start reads again. */
  markBytes: 64 * KiB,
  /** Bytes deleted from the log before their space is given back: compaction writes too. */
  compactBytes: 8 * MiB,
  /** Points that one batch evicts: all of their segments are in memory at once. */
  evictPoints: 100_000,
  /** Bytes of segments that go at once when there is too little room; more go the next time. */
  evictBytes: MiB,
  /** What the log may take however little the disk can give: without it an online device would stand still. */
  leastRoomBytes: MiB,
  /** How often the free space of the disk and the age of the oldest point are looked at. */
  careMs: 5_000,
  /** Epochs that are remembered without any point of theirs: the past is for people to read. */
  idleEpochs: 64,
  /** Different reasons that the ledger tells apart; further ones are counted as `other`. */
  reasons: 32,
  /** Channels of one device: each costs memory in fold, tray and status. */
  channels: 10_000,
  /** How far `spill` may run ahead of the clock: well within futureSeconds, or the far side refuses. */
  spillSeconds: 60,
  /** Points in one upload: past this the gain is small (measured) and the answer late. */
  batchPoints: 5_000,
  /** Bytes of points in one upload; the platform takes bodies of bodyBytes. */
  batchBytes: 512 * KiB,
  /** Uploads under way at once: two keep both shores busy, a third pays for 100 ms of delay (measured). */
  uploadsInFlight: 3,
  /** Bytes of a request body that the platform and the agent's endpoint take. */
  bodyBytes: 4 * MiB,
  /** Bytes of an answer that the agent reads. */
  answerBytes: 16 * MiB,
  /** Calls in one RPC request. */
  callsPerRequest: 256,
  /** Pairs of one form: each costs an object, and a body of them could hold millions. */
  formPairs: 100_000,
  /** Ranges of serial numbers of one model: each number that is asked for is held against all of them. */
  serialRanges: 100,
  /** Lines in the activation log of one serial number: the oldest goes. */
  serialLog: 32,
  /** Bytes of one piece of a content: a device that fetches a part costs the pieces of that part. */
  contentPieceBytes: 64 * KiB,
  /** Nesting of JSON from the network: deeper is an attack on recursion. */
  jsonDepth: 32,
  /** Time for one request of the agent, connection included. */
  requestMs: 30_000,
  /** Longest pause between two tries of the uplink. */
  backoffMaxMs: 60_000,
  /** First pause between two tries of the uplink. */
  backoffFirstMs: 500,
  /** Points of one block of the platform: an append rewrites at most this many. */
  blockPoints: 512,
  /** Bytes past which a block of the platform takes no more points: strings weigh more than numbers. */
  blockBytes: 8 * KiB,
  /** Bytes of records and blocks that the platform keeps at hand: a read from the disk is a task of its own. */
  keptBytes: 8 * MiB,
  /** Points of one answer to `read`: about 2 MB of JSON. */
  readPoints: 100_000,
  /** Keys that one step of the sweeper deletes: a request waits for one step at most. */
  sweepKeys: 1_000,
  /** The platform opens a store that failed once in this time: opening reads, and may repair. */
  mendMs: 1_000,
  /** Resources that one clone copies: all of it is one commit. */
  cloneResources: 1_000,
  /** Bytes of points that one clone copies, for the same reason. */
  cloneBytes: 32 * MiB,
  /** Times that one share can be activated: its record names everybody. */
  shareActivations: 1_024,
  /** Characters of the meta of a share. */
  shareMeta: 4 * KiB,
  /** Tokens of one client that are valid at once. */
  grants: 256,
  /** Resources that one token names. */
  grantedResources: 256,
  /** Longest life of a token in seconds: a year. */
  grantSeconds: 31_536_000,
  /** Tags that one client gives to one resource. */
  tags: 64,
  /** Days for which `usage` can be asked: more than a year, so that two years can be compared by month. */
  usageDays: 800,
  /** Owners between a resource and the root: every access walks them. */
  treeDepth: 32,
  /** Bytes of the description of a resource, its meta included. */
  descriptionBytes: 64 * KiB,
  /** Characters of the source of a script (vendor: 16 KiB). */
  scriptLength: 16 * KiB,
  /** How long a script may run between two waits; more than this is a loop, or work for another machine. */
  scriptRunMs: 1_000,
  /** What the values of one script take: the thread around them takes about as much again (measured). */
  scriptMemoryBytes: 16 * MiB,
  /** Calls of a script between two waits. */
  scriptCalls: 10_000,
  /** Of these, how many are answered as fast as may be; the others come after a moment. */
  scriptBurst: 100,
  scriptHurryMs: 1,
  /** Of these, those that write, say or send something: each is a transaction with a commit. */
  scriptWrites: 1_000,
  /** Headers of one http message of a script. */
  scriptHeaders: 16,
  /** Characters of one call of a script: the longest string value, and some more. */
  scriptCallLength: 128 * KiB,
  /** Stored points that one wait of a script fetches at once. */
  scriptPage: 256,
  /** Scripts that have a thread, though it may wait: 12 MB each (measured). The others wait for a place. */
  scriptsAtOnce: 32,
  /** Scripts that compute at the same moment: the server is to have a processor of its own. */
  scriptsRunning: 2,
  /** Time to start the thread of a script, on a busy Pi. */
  scriptStartMs: 30_000,
  /** A script of a locked client looks this often whether it may go on. */
  scriptLockedMs: 60_000,
  /** Changes of state that are kept of a script. */
  scriptActivity: 16,
  /** Characters of an alias: it is part of a key. */
  aliasLength: 256,
  /** The shortest period of a datarule's timer: a series has one value a second. */
  rulePeriodMs: 1_000,
  /** The longest: a thousand years, so that every due time has as many digits. */
  rulePeriodMaxMs: 31_557_600_000_000,
  /** Resources that one value may reach through subscriptions: all of it happens within one request. */
  waveResources: 1_000,
  /** Letters of one dispatch that wait to be sent: a far side that is down is told so many, and no more. */
  letters: 1_000,
  /** Letters under way at once: each is a connection, and far sides that hang keep theirs for deliveryMs. */
  lettersInFlight: 32,
  /** Time for one try to deliver a letter. */
  deliveryMs: 10_000,
  /** Bytes of an answer to a delivery: nobody reads it. */
  deliveryAnswerBytes: 64 * KiB,
  /** A letter whose try has not ended by then was under way when the process was killed. */
  letterLeaseMs: 30_000,
  /** First and longest pause between two tries to deliver. */
  deliveryPauseFirstMs: 1_000,
  deliveryPauseMaxMs: 600_000,
  /** A letter that could not be delivered for so long is old news. */
  letterAgeMs: 86_400_000,
  /** Tries with a far side that answers, and says no. */
  letterRefusals: 8,
  /** Requests that wait for their turn at the platform; more are told to come back. */
  queuedRequests: 1_024,
  /** Entries of the store in one frame of a backup: all of them are in memory at once. */
  backupEntries: 256,
  /** Bytes of one frame of a backup: its entries are some MiB at most, and a damaged length is any. */
  backupFrameBytes: 64 * MiB,
  /** Bytes of a request to the control socket: a word and a name. */
  controlBytes: 4 * KiB,
  /** Keys whose pace is remembered; past this the one that was quiet longest is forgotten. */
  pacedKeys: 10_000,
  /** Calls of `wait` under way at once: each holds a connection and a timer. */
  waiters: 1_024,
  /** A Retry-After beyond this is cut: one header must not silence a device for days. */
  retryAfterMaxMs: 3_600_000,
  /** Longest `wait` that the platform serves (vendor: 300 s). */
  waitMaxMs: 300_000,
  /** How far in the future a recorded point may lie (ruling 5). */
  futureSeconds: 600,
  /** Reopening a sensor's port: first and longest pause. */
  reopenFirstMs: 250,
  reopenMaxMs: 10_000,
  /** A write to a serial port that hung up never calls back. */
  portWriteMs: 5_000,
  /** Subscribers of the event stream at once. */
  eventStreams: 16,
  /** Bytes that wait for one slow subscriber before it is cut off: one second of every channel. */
  eventStreamBytes: 1 * MiB,
  /** A quiet event stream says so this often, so that both ends notice a dead peer. */
  eventHeartbeatMs: 15_000,
  /** Time for the head of a request to arrive: a slower peer is holding a connection, not asking. */
  receiveHeadMs: 10_000,
  /** Time for a whole request to arrive: bodyBytes over the slowest link that still works. */
  receiveMs: 120_000,
  /** A kept connection may idle this long between two requests. */
  keepAliveMs: 65_000,
  /** Requests on one connection to the platform (vendor: 100, and the last answer says close). */
  requestsPerConnection: 100,
  /** A connection on which not a byte moves for this long is dead; longer than waitMaxMs. */
  silentConnectionMs: 360_000,
  /** Connections of one server at once: each is a file descriptor and some KiB. */
  connections: 1_024,
  /** Assertion ends in a row, each this soon after its start, that bring up safe mode. */
  crashesToSafeMode: 3,
  crashEarlyMs: 60_000,
  /** Safe mode ends by itself: then the sources are tried again. */
  safeModeMs: 300_000,
  crashMarksBytes: 16 * KiB,
  /** The store and the sampler must have made progress within this, or the agent is not healthy. */
  progressMs: 30_000,
  /** How often the agent's status goes to the platform (design: at most once a minute). */
  beaconMs: 60_000,
  /** Time that a stopping agent gives its sources: a port that hung up may never close. */
  stopSourcesMs: 500,
  /** Time that a stopping agent gives the request in flight. */
  stopMs: 4_000,
} as const;
