// title: Phrases that connect the most images
// answers: >-
//   Which phrases does most of the graph hang on, how many sources and emotions do they reach, and
//   how many other phrases do they share an image with?
// parameters:
//   kind:
//     type: text
//     default: subject
//     values: [attribute, background, subject]
//     about: what is ranked
//   limit: {type: integer, default: 25, minimum: 1, about: most rows to show}
// columns:
//   item: {type: string, about: the phrase}
//   images: {type: integer, unit: images, about: images that have it}
//   sources: {type: integer, unit: sources, about: sources of these images}
//   emotions: {type: integer, unit: emotions, about: different CES labels of these images}
//   phrases: {type: integer, unit: phrases, about: other phrases of these images}
MATCH (item)<-[:HAS_BACKGROUND|HAS_ATTRIBUTE|HAS_SUBJECT]-(image:Image)
  WHERE $kind = 'background' AND item:Background
     OR $kind = 'attribute' AND item:Attribute
     OR $kind = 'subject' AND item:Subject
WITH item, count(*) AS images
ORDER BY images DESC, item.id LIMIT $limit
MATCH (item)<-[:HAS_BACKGROUND|HAS_ATTRIBUTE|HAS_SUBJECT]-(image:Image)
MATCH (image)-[:FROM_SOURCE]->(source:Source)
MATCH (image)-[:HAS_BACKGROUND|HAS_ATTRIBUTE|HAS_SUBJECT]->(phrase)
OPTIONAL MATCH (image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH item, images, count(DISTINCT source) AS sources, count(DISTINCT emotion) AS emotions,
     count(DISTINCT phrase) - 1 AS phrases
RETURN item.id AS item, images AS images, sources AS sources, emotions AS emotions,
       phrases AS phrases
ORDER BY images DESC, item
