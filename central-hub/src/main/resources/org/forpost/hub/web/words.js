// What the page says, in each of its languages. A key that a language lacks is said in English.
const WORDS = {
  en: {
    title: 'Central hub', live: 'live', reconnecting: 'no contact with the hub', loading: 'loading',
    release: 'Watchlist release', list: 'Watchlist', noRelease: 'none published', validUntil: 'valid until', expired: 'expired',
    records: 'Records', crossings: 'Crossings', images: 'Images', hits: 'Hits', waiting: 'Waiting at posts',
    countedTwice: 'Counted twice', connected: 'Nodes connected', of: 'of',
    nodes: 'Nodes', node: 'Node', post: 'Post', state: 'State', backlog: 'Backlog', lastSeen: 'Last contact', roads: 'Records came by', 'road-mqtt': 'line', 'road-bundle': 'stick', 'road-peer': 'another lane',
    posts: 'Posts', releases: 'Releases', 'role-rules': 'rules', 'role-operators': 'operators', 'role-trust': 'trust anchors',
    online: 'connected', offline: 'away', revoked: 'revoked', never: 'not since the start', noNodes: 'No node is enrolled yet: forpost hub enrol',
    behind: 'behind', none: 'none', unknown: 'unknown',
    alarms: 'Alarms and refusals', noAlarms: 'Nothing to look at.', times: 'times', since: 'since',
    arrived: 'Records as they arrive', noRecords: 'Nothing has arrived yet.',
    time: 'Arrived', recorded: 'Recorded', took: 'On the way', what: 'What', outcome: 'Outcome', biometrics: 'Biometrics',
    document: 'Document', chain: 'Chain', number: 'No.',
    entry: 'Entry', exit: 'Exit', image: 'Image', audit: 'Audit', correction: 'Correction', corrected: 'corrected', wordOf: 'on the word of',
    admit: 'Admitted', refuse: 'Refused', refer: 'Second line', hit: 'Hit', exempt: 'Exempt',
    fingers: 'fingers', face: 'face', images1: 'images', twice: 'counted {0} times',
    p0: 'alerts', p1: 'crossings', p2: 'audit', p3: 'images',
    now: 'now', s: '{0} s', min: '{0} min', h: '{0} h', d: '{0} d', ago: '{0} ago',
    language: 'Language',
    'foreign-certificate': 'Foreign certificate refused', 'not-enrolled': 'Unknown node refused',
    'claimed-name': 'Another node’s name claimed', 'foreign-topic': 'Foreign topic refused',
    protocol: 'Rules of the transport broken', 'taken-over': 'Connected twice', busy: 'No room',
    refused: 'Message refused', quarantined: 'Record quarantined', fork: 'Two histories of one journal',
    'alarm-release': 'Release not published', registry: 'Registry lags behind', bundle: 'Bundle not taken in', conversation: 'Look at this node',
  },
  ru: {
    title: 'Центральный узел', live: 'на связи', reconnecting: 'нет связи с узлом', loading: 'загрузка',
    release: 'Список розыска', list: 'Список', noRelease: 'не опубликован', validUntil: 'действует до', expired: 'истёк',
    records: 'Записи', crossings: 'Пересечения', images: 'Снимки', hits: 'Совпадения', waiting: 'Ждут на постах',
    countedTwice: 'Учтено дважды', connected: 'Узлы на связи', of: 'из',
    nodes: 'Узлы постов', node: 'Узел', post: 'Пост', state: 'Состояние', backlog: 'Очередь', lastSeen: 'Последняя связь', roads: 'Записи пришли', 'road-mqtt': 'по линии', 'road-bundle': 'на носителе', 'road-peer': 'через соседа',
    posts: 'Посты', releases: 'Выпуски', 'role-rules': 'правила', 'role-operators': 'операторы', 'role-trust': 'якоря доверия',
    online: 'на связи', offline: 'нет связи', revoked: 'отозван', never: 'не было с запуска', noNodes: 'Узлов ещё нет: forpost hub enrol',
    behind: 'отстаёт', none: 'нет', unknown: 'неизвестно',
    alarms: 'Тревоги и отказы', noAlarms: 'Ничего, что требовало бы внимания.', times: 'раз', since: 'с',
    arrived: 'Поступающие записи', noRecords: 'Записей ещё нет.',
    time: 'Поступила', recorded: 'Записана', took: 'В пути', what: 'Что', outcome: 'Решение', biometrics: 'Биометрия',
    document: 'Документ', chain: 'Цепь', number: '№',
    entry: 'Въезд', exit: 'Выезд', image: 'Снимок', audit: 'Аудит', correction: 'Исправление', corrected: 'исправлено', wordOf: 'со слова',
    admit: 'Пропущен', refuse: 'Отказано', refer: 'Вторая линия', hit: 'Совпадение', exempt: 'Освобождён',
    fingers: 'пальцы', face: 'лицо', images1: 'снимки', twice: 'учтена {0} раза',
    p0: 'тревоги', p1: 'пересечения', p2: 'аудит', p3: 'снимки',
    now: 'сейчас', s: '{0} с', min: '{0} мин', h: '{0} ч', d: '{0} дн', ago: '{0} назад',
    language: 'Язык',
    'foreign-certificate': 'Чужой сертификат отклонён', 'not-enrolled': 'Неизвестный узел отклонён',
    'claimed-name': 'Узел назвался чужим именем', 'foreign-topic': 'Чужая тема отклонена',
    protocol: 'Нарушены правила передачи', 'taken-over': 'Подключился дважды', busy: 'Нет места',
    refused: 'Сообщение отклонено', quarantined: 'Запись в карантине', fork: 'Две истории одного журнала',
    'alarm-release': 'Выпуск не опубликован', registry: 'Реестр отстаёт', bundle: 'Пакет с носителя не принят', conversation: 'Проверьте этот узел',
  },
};

export const LANGUAGES = [['en', 'English'], ['ru', 'Русский']];

export function wordsOf(language) {
  const own = WORDS[language] ?? WORDS.en;
  return (key, ...values) =>
    (own[key] ?? WORDS.en[key] ?? key).replace(/\{(\d)\}/g, (_, i) => values[i]);
}
