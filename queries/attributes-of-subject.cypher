// title: How a subject is seen
// answers: With which attributes does a subject appear, and which emotions do these images evoke?
// parameters:
//   subject: {type: subject, about: the subject}
//   min_images: {type: integer, default: 1, minimum: 1, about: fewest images with the attribute}
//   limit: {type: integer, default: null, minimum: 1, about: most rows to show}
// columns:
//   attribute: {type: string, about: the attribute's normal form}
// statistics: spread
MATCH (:Subject {id: $subject})<-[:OF_SUBJECT]-(triplet:Triplet)
MATCH (triplet)-[:WITH_ATTRIBUTE]->(attribute:Attribute)
MATCH (triplet)<-[:HAS_TRIPLET]-(image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH attribute, emotion, count(DISTINCT image) AS images
RETURN attribute.id AS attribute, emotion.id AS emotion, images AS images
