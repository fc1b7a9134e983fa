// title: Images that share the most with one
// answers: >-
//   Which images have the most backgrounds, attributes and subjects in common with a given one, and
//   do they evoke the same emotion?
// parameters:
//   image: {type: image, about: the image}
//   limit: {type: integer, default: 25, minimum: 1, about: most rows to show}
// columns:
//   other_image: {type: string, about: an image that shares something}
//   emotion: {type: string, about: its CES label}
//   shared: {type: integer, unit: phrases, about: phrases both have}
//   attributes: {type: integer, unit: phrases, about: attributes among them}
//   subjects: {type: integer, unit: phrases, about: subjects among them}
MATCH (image:Image {id: $image})-[has:HAS_BACKGROUND|HAS_ATTRIBUTE|HAS_SUBJECT]->(phrase)
MATCH (phrase)<-[:HAS_BACKGROUND|HAS_ATTRIBUTE|HAS_SUBJECT]-(other:Image)
  WHERE other <> image
WITH other, count(*) AS shared,
     count(CASE WHEN type(has) = 'HAS_ATTRIBUTE' THEN 1 END) AS attributes,
     count(CASE WHEN type(has) = 'HAS_SUBJECT' THEN 1 END) AS subjects
ORDER BY shared DESC, other.id LIMIT $limit
OPTIONAL MATCH (other)-[:EVOKES {rank: 1}]->(emotion:Emotion)
RETURN other.id AS other_image, emotion.id AS emotion, shared AS shared,
       attributes AS attributes, subjects AS subjects
ORDER BY shared DESC, other_image
